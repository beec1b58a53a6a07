from __future__ import annotations

import itertools

import numpy as np
import pytest

pytest.importorskip("sensor_msgs", reason="needs ROS 2 messages")

from csk_ros.recording.fault_script import FaultScript
from csk_ros.replay.schedule import PassBegin, PassEnd, ScheduledImage, schedule
from support.small_recording import small_recording

SECOND = 1_000_000_000


def test_a_pass_begins_plays_every_picture_and_ends_a_period_after_the_last():
    recording = small_recording(3, period=0.02, start=SECOND)
    begin, *images, end = schedule(recording, FaultScript(), loop=False)
    assert begin == PassBegin(SECOND)
    assert end == PassEnd(SECOND + 60_000_000)
    assert [(n.stream, n.time, n.stamp) for n in images] == [(p.stream, p.time, p.stamp) for p in recording]
    for image, picture in zip(images, recording, strict=True):
        assert image.message.header.frame_id == picture.frame_id
        assert image.message.encoding == picture.encoding
        assert bytes(image.message.data) == np.ascontiguousarray(picture.image).tobytes()


def test_a_pass_begins_with_the_recording_even_if_its_beginning_is_dropped():
    script = FaultScript.from_list([{"rgb": "drop", "to": 0.03}, {"thermal": "drop", "to": 0.03}])
    begin, first, *_ = schedule(small_recording(3, period=0.02, start=SECOND), script, loop=False)
    assert begin == PassBegin(SECOND)
    assert first.time == SECOND + 40_000_000


def test_a_loop_goes_on_with_the_same_pass():
    recording = small_recording(2)
    twice = list(itertools.islice(schedule(recording, FaultScript(), loop=True), 12))
    assert [type(item) for item in twice] == [PassBegin, *[ScheduledImage] * 4, PassEnd] * 2
    assert twice[0] == twice[6]
    assert twice[5] == twice[11]


def test_a_pass_ends_no_sooner_than_its_latest_picture():
    recording = small_recording(2, period=0.02, start=SECOND)
    script = FaultScript.from_list([{"rgb": "delay", "seconds": 0.05}])
    *_, end = schedule(recording, script, loop=False)
    assert end == PassEnd(SECOND + 70_000_000)


def test_an_empty_recording_is_no_pass_even_in_a_loop():
    assert list(schedule([], FaultScript(), loop=True)) == []


def test_a_truncated_message_has_half_of_its_bytes():
    script = FaultScript.from_list([{"rgb": "truncate"}])
    images = [
        item for item in schedule(small_recording(1), script, loop=False) if isinstance(item, ScheduledImage)
    ]
    assert [(image.stream, len(image.message.data)) for image in images] == [
        ("rgb", 12 * 16 * 3 // 2),
        ("thermal", 12 * 16 * 2),
    ]
