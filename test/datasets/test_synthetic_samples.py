"""Synthetic scenes as a data set."""

from __future__ import annotations

import numpy as np

from csk_ros.datasets.synthetic_samples import SyntheticSamples


def test_every_scene_gives_its_moments_from_night_to_noon_and_always_the_same():
    samples = SyntheticSamples([3, 4], 3)
    assert len(samples) == 6
    assert len(set(samples.names)) == 6
    assert samples.names[4] == "seed 4 moment 1"
    again = SyntheticSamples([4], 3)
    for index in range(3):
        np.testing.assert_array_equal(samples[3 + index].rgb, again[index].rgb)
        np.testing.assert_array_equal(samples[3 + index].thermal, again[index].thermal)
        np.testing.assert_array_equal(samples.labels(3 + index), again.labels(index))
    brightness = sorted(float(again[index].rgb.mean()) for index in range(3))
    assert brightness[0] < 0.5 * brightness[2]
    assert set(np.unique(samples.labels(0))) <= {0, 1, 2, 3}
