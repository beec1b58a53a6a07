"""Normalisation: values, independence of unit, and pictures that hold nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from csk_ros.inference.normalization import Normalization

NORMALIZATION = Normalization()


def scene(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (48, 64)).astype(np.uint8)


def test_rgb_is_centred_and_scaled_per_channel():
    picture = np.zeros((2, 3, 3), np.uint8)
    picture[1, 2] = (255, 127, 10)
    normalised = Normalization(rgb_mean=(100.0, 127.0, 10.0), rgb_std=(50.0, 128.0, 2.0)).rgb(picture)
    assert normalised.shape == (3, 2, 3)
    assert normalised.dtype == np.float32
    np.testing.assert_allclose(normalised[:, 1, 2], [3.1, 0.0, 0.0], rtol=1e-6)
    np.testing.assert_allclose(normalised[:, 0, 0], [-2.0, -127 / 128, -5.0], rtol=1e-6)


def test_thermal_percentiles_become_0_and_1_and_gamma_lifts_what_is_between():
    picture = np.linspace(0, 1000, 1001).astype(np.uint16)[None].repeat(3, axis=0)
    stretched = NORMALIZATION.stretch_thermal(picture)
    assert stretched.dtype == np.float32
    assert stretched.min() == 0
    assert stretched.max() == 1
    assert np.all(stretched[:, :10] == 0)
    assert np.all(stretched[:, 996:] == 1)
    np.testing.assert_allclose(stretched[0, 500], ((500 - 10) / (995 - 10)) ** 0.7, rtol=1e-5)


def test_thermal_ends_in_the_range_of_the_network():
    stretched = NORMALIZATION.stretch_thermal(scene())
    thermal = NORMALIZATION.standardise_thermal(stretched)
    assert thermal.shape == (1, 48, 64)
    expected = (stretched[None] * 255 - 127) / 128
    np.testing.assert_allclose(thermal, expected, atol=1e-6)


@given(scale=st.integers(1, 200), offset=st.integers(0, 10_000))
def test_unit_and_offset_of_16_bit_do_not_matter(scale: int, offset: int):
    picture = scene()
    other = (picture.astype(np.int64) * scale + offset).astype(np.uint16)
    np.testing.assert_array_equal(
        NORMALIZATION.stretch_thermal(picture), NORMALIZATION.stretch_thermal(other)
    )


def test_kelvin_in_float_gives_the_same_as_counts():
    picture = scene()
    kelvin = picture.astype(np.float32) * np.float32(0.125) + np.float32(273)
    np.testing.assert_array_equal(
        NORMALIZATION.stretch_thermal(picture), NORMALIZATION.stretch_thermal(kelvin)
    )


@given(
    pixels=arrays(
        st.sampled_from([np.uint8, np.uint16, np.float32]),
        (7, 9),
        elements=st.integers(0, 255),
    )
)
def test_the_limits_are_the_nearest_percentiles(pixels: np.ndarray):
    low, high = np.percentile(pixels, (1, 99.5), method="nearest").astype(np.float32)
    if low == high:
        low, high = np.float32(pixels.min()), np.float32(pixels.max())
    expected = np.zeros(pixels.shape) if low == high else np.clip((pixels - low) / (high - low), 0, 1) ** 0.7
    np.testing.assert_allclose(NORMALIZATION.stretch_thermal(pixels), expected, atol=1e-6)


def test_large_pictures_are_stretched_by_a_subsample():
    picture = np.random.default_rng(1).integers(0, 256, (960, 1280)).astype(np.uint8)
    stretched = NORMALIZATION.stretch_thermal(picture)
    low, high = np.percentile(picture, (1, 99.5))
    expected = np.clip((picture - low) / (high - low), 0, 1) ** 0.7
    np.testing.assert_allclose(stretched, expected, atol=0.03)


@pytest.mark.parametrize("value", [0, 77, np.nan, np.inf])
def test_a_constant_picture_gives_zeros(value: float):
    stretched = NORMALIZATION.stretch_thermal(np.full((5, 6), value, np.float32))
    np.testing.assert_array_equal(stretched, np.zeros((5, 6), np.float32))


def test_pixels_that_are_not_numbers_give_0_and_spoil_no_others():
    picture = scene().astype(np.float32)
    broken = picture.copy()
    broken[0, :3] = np.nan, np.inf, -np.inf
    stretched = NORMALIZATION.stretch_thermal(broken)
    assert stretched[0, :3].tolist() == [0, 1, 0]
    np.testing.assert_allclose(stretched[1:], NORMALIZATION.stretch_thermal(picture)[1:], atol=0.02)


def test_a_small_warm_body_on_one_temperature_is_still_seen():
    picture = np.full((100, 100), 20, np.uint8)
    picture[50, 50] = 37
    stretched = NORMALIZATION.stretch_thermal(picture)
    assert stretched[50, 50] == 1
    assert stretched.sum() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rgb_std": (1.0, 0.0, 1.0)},
        {"thermal_std": -1.0},
        {"thermal_gamma": 0.0},
        {"thermal_low": 60.0, "thermal_high": 50.0},
        {"thermal_high": 101.0},
    ],
)
def test_impossible_settings_are_refused(wrong: dict):
    with pytest.raises(ValueError, match="normalisation needs"):
        Normalization(**wrong)
