"""Crops: one geometry for all, near what is wanted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.training.crops.crop import Crop, choose_crop


def test_a_window_of_its_own_size_is_cut_out_exactly():
    picture = np.arange(20 * 30, dtype=np.uint16).reshape(20, 30)
    crop = Crop(top=4, left=7, height=8, width=9, mirrored=False, size=(8, 9))
    np.testing.assert_array_equal(crop.picture(picture), picture[4:12, 7:16])
    mirrored = Crop(top=4, left=7, height=8, width=9, mirrored=True, size=(8, 9))
    np.testing.assert_array_equal(mirrored.picture(picture), picture[4:12, 15:6:-1])


@given(seed=st.integers(0, 10_000))
def test_rgb_thermal_and_labels_stay_aligned(seed: int):
    # One scene in three formats: after any crop they still have to show the same.
    labels = np.zeros((60, 80), np.uint8)
    labels[20:44, 30:62] = 1
    crop = choose_crop(labels, 1, (40, 56), (0.7, 1.6), np.random.default_rng(seed))
    rgb = crop.picture(np.repeat(labels[..., None] * 200, 3, axis=2))
    thermal = crop.picture(labels.astype(np.float32))
    cut = crop.labels(labels)
    assert rgb.shape == (40, 56, 3)
    assert thermal.shape == cut.shape == (40, 56)
    np.testing.assert_allclose(rgb[..., 0] / 200, thermal, atol=0.01)
    disagrees = (thermal > 0.5) != (cut == 1)
    # Interpolation and nearest neighbour may differ by half a pixel, at the outline only.
    assert not (disagrees & ((thermal < 0.02) | (thermal > 0.98))).any()


@given(
    seed=st.integers(0, 10_000),
    row=st.integers(0, 47),
    column=st.integers(0, 63),
    zoom=st.sampled_from([(0.3, 0.5), (1.0, 1.0), (0.7, 2.0)]),
)
def test_the_wanted_class_is_in_the_window_and_the_window_in_the_picture(
    seed: int, row: int, column: int, zoom: tuple[float, float]
):
    labels = np.zeros((48, 64), np.uint8)
    labels[row, column] = 3
    crop = choose_crop(labels, 3, (24, 32), zoom, np.random.default_rng(seed))
    assert crop.top >= 0
    assert crop.left >= 0
    assert crop.top + crop.height <= 48
    assert crop.left + crop.width <= 64
    assert labels[crop.top : crop.top + crop.height, crop.left : crop.left + crop.width].any()


def starts(labels: np.ndarray, wanted: int | None, draws: int = 8000) -> tuple[np.ndarray, np.ndarray]:
    """How many of the windows of 24x32 begin at each row and at each column."""
    rng = np.random.default_rng(0)
    crops = [choose_crop(labels, wanted, (24, 32), (1.0, 1.0), rng) for _ in range(draws)]
    assert np.mean([crop.mirrored for crop in crops]) == pytest.approx(0.5, abs=0.03)
    height, width = labels.shape
    tops = np.bincount([crop.top for crop in crops], minlength=height - 24 + 1)
    lefts = np.bincount([crop.left for crop in crops], minlength=width - 32 + 1)
    return tops, lefts


def chi_square(counts: np.ndarray) -> float:
    """How far counts are from equal ones, in units of what chance makes of them: about 1, rarely 2."""
    expected = counts.sum() / counts.size
    return float(((counts - expected) ** 2 / expected).sum() / (counts.size - 1))


@pytest.mark.parametrize("wanted", [None, 2])
def test_without_a_wish_every_place_is_as_likely(wanted: int | None):
    for counts in starts(np.zeros((48, 64), np.uint8), wanted):
        assert chi_square(counts) < 2


@pytest.mark.parametrize(
    ("row", "column", "tops", "lefts"),
    [
        (24, 31, range(1, 25), range(32)),
        (0, 63, range(1), range(32, 33)),
        (47, 0, range(24, 25), range(1)),
        (10, 50, range(11), range(19, 33)),
    ],
)
def test_every_place_that_shows_the_wanted_pixel_is_as_likely(
    row: int, column: int, tops: range, lefts: range
):
    labels = np.zeros((48, 64), np.uint8)
    labels[row, column] = 3
    for counts, valid in zip(starts(labels, 3), (tops, lefts), strict=True):
        assert np.flatnonzero(counts).tolist() == list(valid)
        if len(valid) > 1:
            assert chi_square(counts[list(valid)]) < 2


def test_a_pixel_is_covered_as_often_as_windows_fit_over_it():
    tops, lefts = starts(np.zeros((48, 64), np.uint8), None)
    rows = np.array([sum(tops[max(0, row - 23) : row + 1]) for row in range(48)]) / tops.sum()
    columns = np.array([sum(lefts[max(0, column - 31) : column + 1]) for column in range(64)]) / lefts.sum()
    windows = np.minimum(np.minimum(np.arange(48) + 1, np.arange(48)[::-1] + 1), 24) / 25
    assert rows == pytest.approx(windows, abs=0.03)
    windows = np.minimum(np.minimum(np.arange(64) + 1, np.arange(64)[::-1] + 1), 32) / 33
    assert columns == pytest.approx(windows, abs=0.03)


def test_a_picture_smaller_than_the_window_is_shown_whole():
    labels = np.arange(20 * 16, dtype=np.uint16).reshape(20, 16).astype(np.uint8)
    for wanted in (None, 7):
        crop = choose_crop(labels, wanted, (24, 32), (1.0, 1.0), np.random.default_rng(0))
        assert (crop.top, crop.left, crop.height, crop.width) == (0, 0, 20, 16)


def test_crops_of_the_shipped_model_do_not_stick_to_an_edge():
    # 480x640 pictures, crops of 224x288, zoomed 0.7 to 1.5 times, as config/training/street.yaml has them.
    labels, rng = np.zeros((480, 640), np.uint8), np.random.default_rng(1)
    crops = [choose_crop(labels, None, (224, 288), (0.7, 1.5), rng) for _ in range(3000)]
    edges = [
        np.mean([crop.top == 0 for crop in crops]),
        np.mean([crop.left == 0 for crop in crops]),
        np.mean([crop.top + crop.height == 480 for crop in crops]),
        np.mean([crop.left + crop.width == 640 for crop in crops]),
    ]
    # One place of some 160 to 450.
    assert max(edges) < 0.02


def test_labels_are_never_mixed():
    labels = np.random.default_rng(0).choice([0, 3, 255], (48, 64)).astype(np.uint8)
    crop = choose_crop(labels, 3, (31, 17), (0.5, 3.0), np.random.default_rng(1))
    assert set(np.unique(crop.labels(labels))) <= {0, 3, 255}


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_things_have_the_size_that_they_have_in_the_networks_input(scale: float):
    # A picture of another size than the input is scaled to it; a crop of zoom 1 shows the same scale.
    height, width = round(48 * scale), round(64 * scale)
    labels = np.zeros((height, width), np.uint8)
    crop = choose_crop(labels, None, (24, 32), (1.0, 1.0), np.random.default_rng(0), input_size=(48, 64))
    assert (crop.height, crop.width) == (round(24 * scale), round(32 * scale))
    assert crop.picture(np.zeros((height, width), np.uint8)).shape == (24, 32)
