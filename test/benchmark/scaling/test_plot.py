"""The plot's three panels."""

from __future__ import annotations

import cv2
import numpy as np

from csk_ros.benchmark.scaling.plot import RESOLUTION, SIZE, plot_scaling
from csk_ros.mode_colours import MODE_COLOURS


def test_each_panel_shows_both_modes(scaling, tmp_path):
    plot_scaling(tmp_path / "scaling.png", scaling)
    picture = cv2.imread(str(tmp_path / "scaling.png"))[..., ::-1]
    assert picture.shape == (SIZE[1] * RESOLUTION, SIZE[0] * RESOLUTION, 3)
    # Above the legend.
    for panel in np.array_split(picture[:280], 3, axis=1):
        for mode in ("fused", "thermal"):
            assert np.all(panel == MODE_COLOURS[mode], axis=2).sum() > 100
        assert not np.all(panel == MODE_COLOURS["rgb"], axis=2).any()
