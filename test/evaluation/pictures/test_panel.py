from __future__ import annotations

import numpy as np
import pytest

from csk_ros.evaluation.pictures.panel import PANEL, compress, expand


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((480, 640), (360, 480)),
        ((600, 400), (360, 240)),
        ((100, 1000), (48, 480)),
        ((60, 80), (360, 480)),
        ((1, 2000), (1, 480)),
    ],
)
def test_pictures_fill_the_panel_in_one_direction_and_keep_their_shape(size, expected):
    assert expand(compress(np.zeros((*size, 3), np.uint8))).shape == (*expected, 3)
    assert max(expected) <= max(PANEL)


def test_colours_come_back_in_order():
    picture = np.zeros((48, 64, 3), np.uint8)
    picture[:] = (200, 100, 30)
    assert np.abs(expand(compress(picture)).astype(int) - (200, 100, 30)).max() <= 4


def test_grey_pictures_come_back_with_three_channels():
    back = expand(compress(np.full((48, 64), 77, np.uint8)))
    assert np.abs(back.astype(int) - 77).max() <= 2


def test_a_picture_without_pixels_is_refused():
    with pytest.raises(ValueError, match="has pixels"):
        compress(np.zeros((0, 5, 3), np.uint8))
