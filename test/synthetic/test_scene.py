"""The street is reproducible, its labels lie where its things are, and warm things look warm."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from csk_ros.synthetic.scene import SyntheticScene


def images_equal(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_pictures_share_one_grid():
    rgb, thermal, labels = SyntheticScene(1).render(0.0, 1.0)
    assert (rgb.shape, thermal.shape, labels.shape) == ((480, 640, 3), (480, 640), (480, 640))
    assert rgb.dtype == thermal.dtype == labels.dtype == np.uint8
    assert set(np.unique(labels)) <= {0, 1, 2, 3}


def test_a_moment_is_the_same_to_the_byte_whatever_was_rendered_before():
    first = SyntheticScene(3).render(1.7, 0.4)
    scene = SyntheticScene(3)
    for time, daylight in ((0.0, 1.0), (30.0, 0.0), (1.6, 0.4)):
        scene.render(time, daylight)
    assert images_equal(scene.render(1.7, 0.4), first)


def test_seeds_make_different_streets():
    pictures = [SyntheticScene(seed).render(0.0, 1.0).rgb.astype(int) for seed in (1, 2, 3)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert np.abs(pictures[one] - pictures[other]).mean() > 15


def test_things_move():
    scene = SyntheticScene(1)
    early, late = scene.render(1.0, 1.0), scene.render(2.0, 1.0)
    assert (early.labels != late.labels).mean() > 0.005


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_brightness_follows_the_daylight(seed):
    scene = SyntheticScene(seed)
    means = [scene.render(0.0, daylight).rgb.mean() for daylight in (0.0, 0.3, 0.6, 1.0)]
    assert means == sorted(means)
    assert means[0] < 50
    assert means[-1] > 80


def test_labels_do_not_depend_on_the_light():
    scene = SyntheticScene(4)
    assert_array_equal(scene.render(2.0, 0.0).labels, scene.render(2.0, 1.0).labels)


@pytest.mark.parametrize(("time", "daylight"), [(-1.0, 0.5), (0.0, 1.5), (0.0, -0.1), (float("nan"), 0.5)])
def test_impossible_moments_are_refused(time, daylight):
    with pytest.raises(ValueError, match="expected daylight"):
        SyntheticScene(1).render(time, daylight)
