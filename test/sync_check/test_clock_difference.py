"""Stamps of different clocks or times are told of as what they are."""

from __future__ import annotations

import pytest

from csk_ros.sync_check.clock_difference import clock_trouble, stamp_lines
from csk_ros.sync_check.motion import MotionTracker
from csk_ros.sync_check.observation import ObservedStream

SECOND = 10**9
NOW = 1_785_000_000 * SECOND


def camera(stream, begin, recorded, *, frames=20):
    observed = ObservedStream(MotionTracker(stream))
    observed.stamps = [begin + number * SECOND // 10 for number in range(frames)]
    observed.times = [recorded + number * SECOND // 10 for number in range(frames)]
    return observed


def rig(rgb, thermal):
    return {"rgb": camera("rgb", *rgb), "thermal": camera("thermal", *thermal)}


@pytest.mark.parametrize("late", [0.0, 0.9])
def test_one_clock_is_no_trouble(late):
    assert clock_trouble(rig((NOW, NOW), (NOW - int(late * SECOND), NOW))) is None
    assert clock_trouble(rig((5 * SECOND, NOW), (5 * SECOND, NOW))) is None


def test_a_clock_that_counts_from_boot():
    told = clock_trouble(rig((NOW, NOW), (12 * SECOND, NOW)))
    assert told is not None
    assert told.startswith("the two clocks are 56.6 years apart: ")
    assert "those of rgb at 1785000000.0 s (2026-07-25 17:20:00)" in told
    assert "those of thermal at 12.0 s (1970-01-01 00:00:12)" in told
    assert told.endswith(". thermal counts from 1970: its clock was never set, or it counts from its boot")


def test_clocks_that_are_both_set():
    told = clock_trouble(rig((NOW + 5 * SECOND, NOW), (NOW, NOW)))
    assert told is not None
    assert told.startswith("the two clocks are 5.0 s apart: ")
    assert "counts from 1970" not in told


def test_cameras_that_were_recorded_one_after_the_other():
    told = clock_trouble(rig((NOW, NOW), (NOW + 100 * SECOND, NOW + 100 * SECOND)))
    assert told is not None
    assert told.startswith(
        "the cameras do not overlap in time: they were recorded one after the other, rgb has "
    )
    assert "record both at once" in told


def test_stamps_that_just_miss_each_other():
    rgb, thermal = camera("rgb", NOW, NOW, frames=3), camera("thermal", NOW + SECOND // 2, NOW, frames=3)
    told = clock_trouble({"rgb": rgb, "thermal": thermal})
    assert told is not None
    assert told.startswith("the stamps of the cameras do not overlap in time: rgb has stamps from ")


def test_stamps_that_are_no_use_have_a_sentence_each():
    streams = rig((NOW, NOW), (NOW, NOW))
    assert stamp_lines(streams) == []
    streams["rgb"].refused.update({"zero stamp": 3, "repeated stamp": 2})
    streams["thermal"].overtaken = 4
    zero, repeated, overtaken = stamp_lines(streams)
    assert zero.startswith(
        "3 of 25 rgb frames have a stamp of 0, which means none: the driver does not stamp"
    )
    assert repeated == "2 of 25 rgb frames have the stamp of an earlier one: the node drops them"
    assert overtaken.startswith(
        "4 of 20 thermal frames are stamped earlier than a frame that came before them"
    )
    assert overtaken.endswith(": the stamps are not in order")
