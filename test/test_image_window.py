"""Which pixels of a sensor an image shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.image_window import ImageWindow
from support.camera_infos import PlainRoi, camera_info

SENSOR = replace(camera_info(1280, 1024), binning_x=2, binning_y=4, roi=PlainRoi(320, 256, 640, 512))


def test_zeros_stand_for_the_whole_sensor_as_it_is():
    window = ImageWindow.of(camera_info(640, 480))
    assert (window.width, window.height, window.problem) == (640, 480, "")
    assert window.transform().tolist() == np.eye(3).tolist()
    ones = replace(camera_info(640, 480), binning_x=1, binning_y=1, roi=PlainRoi(0, 0, 640, 480, True))
    assert ImageWindow.of(ones).transform().tolist() == np.eye(3).tolist()


def test_a_region_is_in_pixels_of_full_resolution_and_binned_afterwards():
    window = ImageWindow.of(SENSOR)
    assert (window.width, window.height) == (320, 128)
    corners = window.transform() @ np.array([[319.5, 255.5, 1], [959.5, 767.5, 1]]).T
    assert corners[:2].T.tolist() == [[-0.5, -0.5], [319.5, 127.5]], "half a pixel around the image"


@given(
    full=st.integers(1, 40), start=st.integers(0, 39), length=st.integers(1, 40), binning=st.integers(0, 5)
)
def test_a_pixel_is_the_middle_of_those_that_it_is_made_of(full, start, length, binning):
    start = min(start, full - 1)
    length = min(length, full - start)
    info = camera_info(full, 48)
    window = ImageWindow.of(replace(info, binning_x=binning, roi=PlainRoi(x_offset=start, width=length)))
    factor = max(binning, 1)
    sensor = np.arange(full)[start : start + length]
    superpixels = sensor[: len(sensor) // factor * factor].reshape(-1, factor)
    assert window.width == len(superpixels)
    assert bool(window.problem) == (len(superpixels) == 0)
    scale, _, shift = window.transform()[0]
    np.testing.assert_allclose(
        scale * superpixels.mean(axis=1) + shift, np.arange(len(superpixels)), atol=1e-9
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"roi": PlainRoi(900, 0, 640, 512)},
            "roi.x_offset 900 and roi.width 640 do not lie within width 1280",
        ),
        (
            {"roi": PlainRoi(0, 600, 640, 512)},
            "roi.y_offset 600 and roi.height 512 do not lie within height 1024",
        ),
        ({"roi": PlainRoi(320, 0, 0, 0)}, "roi.x_offset 320 and roi.width 0 do not lie within width 1280"),
        ({"binning_x": 2000}, "binning_x 2000 leaves nothing of roi.width 640"),
    ],
)
def test_what_is_no_part_of_the_sensor_is_named(changes, words):
    assert ImageWindow.of(replace(SENSOR, **changes)).problem == words


@pytest.mark.parametrize(
    ("width", "height", "fields"),
    [
        (320, 128, ""),
        (640, 512, "binning_x 2, binning_y 4"),
        (640, 128, "binning_x 2"),
        (320, 256, "roi.height 512"),
        (1280, 1024, "roi.width 640, binning_x 2, roi.height 512, binning_y 4"),
        (640, 256, "binning_x 2, roi.height 512"),
        (333, 128, "roi.width 640"),
    ],
)
def test_the_fields_that_do_not_fit_an_image_are_named(width, height, fields):
    assert ImageWindow.of(SENSOR).unfit(width, height) == fields


def test_without_a_region_it_is_the_size_that_does_not_fit():
    assert ImageWindow.of(camera_info(640, 480)).unfit(320, 240) == "width 640, height 480"
