from __future__ import annotations

import numpy as np
import pytest

from csk_ros.evaluation.metrics.lighting import Lighting, lighting_of


@pytest.mark.parametrize(
    ("picture", "lighting"),
    [
        (np.full((48, 64, 3), 54, np.uint8), Lighting.DARK),
        (np.full((48, 64, 3), 55, np.uint8), Lighting.BRIGHT),
        (np.full((48, 64, 3), (165, 0, 0), np.uint8), Lighting.BRIGHT),
        (np.full((48, 64), 200 * 257, np.uint16), Lighting.BRIGHT),
        (np.full((48, 64), 20 * 257, np.uint16), Lighting.DARK),
    ],
)
def test_the_mean_of_all_samples_decides(picture, lighting):
    assert lighting_of(picture) is lighting
