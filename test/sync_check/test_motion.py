"""The motion of one camera: what is measured between two pictures, and which pictures do not count."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.sync_check.motion import MotionTracker
from support.swung_rig import SHAPE, wall

SCENE = (110 + 30 * wall(5)).clip(0, 255).astype(np.uint8)
PERIOD = 100_000_000


def view(x, y=200):
    return np.ascontiguousarray(SCENE[y : y + SHAPE[0], x : x + SHAPE[1]])


def track(images, stream="thermal"):
    tracker = MotionTracker(stream)
    for number, image in enumerate(images, start=1):
        tracker.see(number * PERIOD, image)
    return tracker


def colour(image):
    return np.dstack([image] * 3)


def test_a_shift_is_measured_in_pixels_a_second():
    motion = track([view(200), view(203), view(206, 202)]).motion()
    # A camera that turns right sees the scene move left.
    assert motion.shift[0] == pytest.approx([-30, 0], abs=1)
    assert motion.shift[1] == pytest.approx([-30, -20], abs=1)
    assert motion.start.tolist() == [PERIOD, 2 * PERIOD]
    assert motion.end.tolist() == [2 * PERIOD, 3 * PERIOD]


def test_change_is_where_something_has_changed():
    still = view(200)
    moved = still.copy()
    moved[100:, :20] = view(300)[100:, :20]
    (change,) = track([still, moved]).motion().change
    cells = change.reshape(6, 8)
    assert cells.argmax() == 5 * 8
    assert cells[0, 7] < 0.01 * cells[5, 0]


def test_a_picture_that_repeats_is_passed_over():
    tracker = track([view(200), view(203), view(203), view(206), view(209)])
    motion = tracker.motion()
    assert tracker.repeated == 1
    # Known since it first came, so the next step begins there.
    assert (motion.end - motion.start).tolist() == [PERIOD, 2 * PERIOD, PERIOD]
    assert motion.shift[1, 0] == pytest.approx(-15, abs=1)


def test_the_step_out_of_a_closed_shutter_does_not_count():
    images = [view(200 + 2 * number) for number in range(6)]
    motion = track([*images[:3], *[images[2]] * 5, *images[3:]]).motion()
    assert (motion.end - motion.start).tolist() == [PERIOD] * 4
    assert not np.any((motion.start < 5 * PERIOD) & (motion.end > 5 * PERIOD))


@pytest.mark.parametrize(
    "bad", [view(203) // 60, np.full(SHAPE, 255, np.uint8), np.full(SHAPE, 90, np.uint8)]
)
def test_dark_glaring_and_flat_rgb_does_not_count(bad):
    tracker = track([colour(image) for image in (view(200), view(202), bad, view(206), view(208))], "rgb")
    assert tracker.unusable == 1
    assert tracker.motion().start.tolist() == [PERIOD, 4 * PERIOD]


def test_a_dark_thermal_picture_is_a_cold_one():
    tracker = track([view(200) // 60, view(203) // 60])
    assert tracker.unusable == 0
    assert len(tracker.motion().start) == 1


def test_without_pictures_there_is_no_motion():
    motion = MotionTracker("rgb").motion()
    assert (motion.start.shape, motion.change.shape, motion.shift.shape) == ((0,), (0, 48), (0, 2))
