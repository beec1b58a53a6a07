"""From pictures to the offset, with everything that cameras do wrong."""

from __future__ import annotations

import pytest

from csk_ros.recording.fault_script import FaultScript
from csk_ros.sync_check.measurement import measure
from csk_ros.sync_check.observation import Observation
from support.swung_rig import SwungRig

FAULTS = FaultScript.from_list(
    [
        {"rgb": "darken", "factor": 0.01, "from": 2.0, "to": 4.0},
        {"thermal": "shutter", "from": 6.0, "to": 7.5},
        {"rgb": "freeze", "from": 9.0, "to": 10.0},
        {"thermal": "drop", "from": 12.0, "to": 13.0},
    ]
)


def measured(pictures):
    observation = Observation()
    observation.see(pictures)
    return measure(observation.streams, 0.5), observation


@pytest.mark.parametrize("offset", [0.04, -0.07, 0.0])
def test_a_rig_that_is_swung_tells_its_offset(offset):
    measurement, _ = measured(SwungRig(offset, jitter=0.002, lost=0.05))
    assert measurement.best.offset == pytest.approx(offset, abs=0.004)
    assert measurement.best is measurement.by_kind["shift of the whole picture"]


def test_pictures_that_show_nothing_new_do_not_count():
    measurement, observation = measured(FAULTS.apply(SwungRig(0.04, seconds=24)))
    assert measurement.best.offset == pytest.approx(0.04, abs=0.004)
    # A dark second of 30 pictures each, and what repeats the last good picture.
    assert observation.streams["rgb"].motion.unusable == 60
    assert observation.streams["rgb"].motion.repeated == 30
    assert 13 <= observation.streams["thermal"].motion.repeated <= 14
    assert measurement.best.blocks < 11


def test_a_rig_that_stands_before_a_wall_tells_nothing():
    measurement, _ = measured(SwungRig(0.04, still=True))
    assert measurement.best is None
    assert "hardly more alike" in measurement.doubt


def test_a_camera_that_is_frozen_all_the_time_tells_nothing():
    frozen = FaultScript.from_list([{"thermal": "freeze"}])
    measurement, _ = measured(frozen.apply(SwungRig(seconds=3)))
    assert (measurement.best, measurement.by_kind) == (None, {})
    assert measurement.doubt == "no two thermal pictures in a row show something new"


def test_clocks_that_do_not_meet_tell_nothing():
    far = FaultScript.from_list([{"rgb": "offset", "seconds": 9.0}])
    measurement, _ = measured(far.apply(SwungRig(seconds=12)))
    assert "expected at least 10 s in which both cameras show something new" in measurement.doubt


def test_a_recording_that_is_too_short_is_told_its_length():
    measurement, _ = measured(SwungRig(seconds=7))
    assert (measurement.best, measurement.by_kind) == (None, {})
    assert measurement.doubt == (
        "expected at least 10 s in which both cameras show something new in every picture, got 6 s of a "
        "recording of 7.0 s"
    )
