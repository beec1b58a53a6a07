"""Moments that are taken from a recording."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.recording.held_recording import HeldRecording
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.register.recorded_moments import spread_moments
from support.small_recording import small_recording

MS = 1_000_000


def stamps(moments):
    return [(moment.stamp - 997 * MS) // MS for moment in moments]


@pytest.mark.parametrize(("frames", "count"), [(5, 8), (8, 8), (40, 8), (100, 7), (3, 1)])
def test_moments_are_spread_over_the_recording(frames, count):
    found = spread_moments(small_recording(frames, period=0.1), count)
    assert len(found) == min(frames, count)
    numbers = [stamp // 100 for stamp in stamps(found)]
    assert numbers == sorted(set(numbers))
    if frames > count > 1:
        assert numbers[0] == 0
        assert numbers[-1] > 0.75 * frames
        assert max(np.diff(numbers)) <= 2 * frames / count


def test_pictures_are_those_of_their_stamps():
    recording = small_recording(6, period=0.1)
    for moment in spread_moments(recording, 6):
        rgb, thermal = (p for p in recording if p.stamp == moment.stamp)
        assert moment.rgb is rgb.image
        assert moment.thermal is thermal.image


def test_clocks_that_differ_are_brought_together():
    recording = small_recording(6, period=0.1)
    late = HeldRecording(
        [
            RecordedImage(
                p.stream,
                p.time,
                p.stamp + (40_000 * MS if p.stream == "rgb" else 0),
                p.frame_id,
                p.encoding,
                p.image,
            )
            for p in recording
        ]
    )
    assert spread_moments(late, 6) == []
    found = spread_moments(late, 6, rgb_time_offset=-40.0)
    assert [moment.rgb for moment in found] == [p.image for p in recording if p.stream == "rgb"]


@pytest.mark.parametrize(("stream", "value"), [("rgb", 0), ("rgb", 255), ("rgb", 90), ("thermal", 5)])
def test_pictures_that_show_nothing_are_left_out(stream, value):
    recording = small_recording(4, period=0.1)
    recording.pictures = [
        RecordedImage(
            p.stream,
            p.time,
            p.stamp,
            p.frame_id,
            p.encoding,
            np.full_like(p.image, value) if p.stream == stream and p.stamp == 1_097 * MS else p.image,
        )
        for p in recording
    ]
    assert stamps(spread_moments(recording, 4)) == [0, 200, 300]


def test_thermal_pictures_without_a_measurement_are_left_out():
    recording = small_recording(3, period=0.1)
    recording.pictures = [
        RecordedImage(p.stream, p.time, p.stamp, p.frame_id, "32FC1", p.image * np.float32(np.nan))
        if p.stream == "thermal" and p.stamp == 1_097 * MS
        else p
        for p in recording
    ]
    assert stamps(spread_moments(recording, 4)) == [0, 200]


def test_a_recording_that_begins_anew_goes_on():
    recording = small_recording(30, period=0.1, labels=True)
    again = HeldRecording(recording.pictures * 2)
    assert len(spread_moments(again, 100)) == 60
