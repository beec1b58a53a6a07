"""A synthetic recording can be read again, and survives a bag exactly."""

from __future__ import annotations

import pytest
from numpy.testing import assert_array_equal

from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.steady_moments import START
from csk_ros.synthetic.recording import SyntheticRecording


def test_streams_share_stamps_at_the_rate():
    recording = SyntheticRecording(1, duration=0.75, rate=4.0)
    pictures = list(recording)
    assert [p.stream for p in pictures] == ["rgb", "thermal", "labels"] * 3
    assert [p.stamp - START for p in pictures] == [0] * 3 + [250_000_000] * 3 + [500_000_000] * 3
    assert {p.frame_id for p in pictures if p.stream != "rgb"} == {"thermal"}
    assert recording.duration == 0.75
    assert recording.counts == {"rgb": 3, "thermal": 3, "labels": 3}


def test_a_bag_of_it_reads_back_identically(tmp_path):
    recording = SyntheticRecording(2, duration=0.4, rate=5.0, daylight=lambda time: 1 - time)
    with BagWriter(tmp_path / "bag") as writer:
        for picture in recording:
            writer.write(picture)
    for before, after in zip(recording, BagRecording(tmp_path / "bag"), strict=True):
        assert (after.stream, after.time, after.stamp) == (before.stream, before.time, before.stamp)
        assert (after.frame_id, after.encoding) == (before.frame_id, before.encoding)
        assert_array_equal(after.image, before.image)


def test_daylight_may_change():
    recording = SyntheticRecording(1, duration=2.0, rate=1.0, daylight=lambda time: 1 - time)
    day, night = (p.image.mean() for p in recording if p.stream == "rgb")
    assert night < day / 2


@pytest.mark.parametrize("what", ["duration", "rate"])
@pytest.mark.parametrize("wrong", [0.0, -1.0, float("nan"), float("inf")])
def test_nothing_to_record_is_refused(what, wrong):
    with pytest.raises(ValueError, match=f"{what}: expected more than 0"):
        SyntheticRecording(1, **{what: wrong})
