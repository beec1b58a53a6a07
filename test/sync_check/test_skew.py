"""Skews are those of the pairs that the node makes."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.stream.pairing import PairingSettings
from csk_ros.sync_check.motion import MotionTracker
from csk_ros.sync_check.observation import ObservedStream
from csk_ros.sync_check.skew import nearest_skews, pair_skews, pair_waits

MS = 1_000_000


def stream(stamps, delay=0):
    """A camera by its stamps in ms, each recorded `delay` ms later."""
    times = [(stamp + delay) * MS for stamp in stamps]
    return ObservedStream(MotionTracker("rgb"), times, [stamp * MS for stamp in stamps])


def test_every_thermal_frame_has_its_nearest_rgb_frame():
    streams = {"rgb": stream([1010, 1043, 1076, 1109]), "thermal": stream([1000, 1100])}
    assert nearest_skews(streams, 0.0) == pytest.approx([0.010, 0.009])
    assert nearest_skews(streams, -0.043) == pytest.approx([0.0, -0.034])


def test_a_frame_beyond_max_skew_stays_alone():
    streams = {"rgb": stream([1000, 1180]), "thermal": stream([1010, 1100])}
    skews = pair_skews(streams, PairingSettings(max_skew=0.05))
    assert skews[0] == pytest.approx(-0.01)
    assert np.isnan(skews[1])


@pytest.mark.parametrize(("delay", "paired"), [(40, 4), (60, 0)])
def test_a_frame_that_comes_later_than_the_wait_finds_no_thermal_frame_waiting(delay, paired):
    stamps = [1000, 1100, 1200, 1300]
    streams = {"rgb": stream(stamps, delay), "thermal": stream(stamps)}
    assert np.isfinite(pair_skews(streams, PairingSettings(max_skew=0.01, rgb_wait=0.05))).sum() == paired
    assert nearest_skews(streams, 0.0) == pytest.approx([0.0] * 4)


def test_a_frame_waits_until_an_rgb_frame_as_new_has_come():
    streams = {"rgb": stream([1000, 1030, 1100, 1230]), "thermal": stream([1000, 1010, 1110, 1230, 1300])}
    # At once; 20 ms; the whole wait, as nothing comes for 120 ms; at once; the whole wait at the end.
    assert pair_waits(streams, PairingSettings(rgb_wait=0.05)) == pytest.approx([0, 0.02, 0.05, 0, 0.05])


@pytest.mark.parametrize(("offset", "wait"), [(0.0, 0.0), (-0.001, 0.05), (0.001, 0.0)])
def test_an_offset_that_is_not_there_makes_every_frame_wait(offset, wait):
    stamps = [1000, 1100, 1200, 1300]
    settings = PairingSettings(rgb_time_offset=offset, rgb_wait=0.05)
    waits = pair_waits({"rgb": stream(stamps), "thermal": stream(stamps)}, settings)
    assert waits == pytest.approx([wait] * 4)
