"""Numbers whose bytes are swapped are found, and nothing else is taken for that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages.byte_order import bytes_swapped
from support.packed_yuv import street


def counts(gain, offset, noise=2.0, seed=0):
    """The thermal street as a camera of 14 or 16 bits counts it."""
    random = np.random.default_rng(seed)
    scene = street().thermal.astype(np.float64) + random.random((480, 640)) - 0.5
    return np.clip(np.rint(scene * gain + offset + random.normal(0, noise, scene.shape)), 0, 65_535).astype(
        np.uint16
    )


@pytest.mark.parametrize(
    "image",
    [counts(16, 0), counts(40, 3000), counts(60, 2000), counts(250, 100), counts(8, 29_000)],
    ids=["12 bits", "14 bits", "14 bits, full", "16 bits", "centikelvin"],
)
def test_a_scene_is_told_from_one_with_its_bytes_swapped(image):
    assert bytes_swapped(image) is False
    assert bytes_swapped(image.byteswap()) is True


@pytest.mark.parametrize(
    "celsius",
    [
        street().thermal.astype(np.float32) * np.float32(0.2) - 10,
        np.rint(street().thermal * 0.2).astype(np.float32) + 273,
        np.where(street().thermal > 120, np.nan, street().thermal * np.float32(0.31)).astype(np.float32),
    ],
    ids=["fractions", "whole kelvin", "with pixels that are no number"],
)
def test_temperatures_are_told_from_those_with_their_bytes_swapped(celsius):
    assert bytes_swapped(celsius) is not True
    assert bytes_swapped(celsius.byteswap()) is not False
    if not np.isnan(celsius).any():
        assert bytes_swapped(celsius) is False
        assert bytes_swapped(celsius.byteswap()) is True


def noise(low, high):
    return np.random.default_rng(5).integers(low, high, (240, 320)).astype(np.uint16)


def dead_pixels():
    image = counts(0.02, 8190, noise=0.4)
    dead = np.random.default_rng(6).random(image.shape)
    image[dead < 0.02], image[dead > 0.98] = 0, 65_535
    return image


UNTELLING = {
    "black": np.zeros((240, 320), np.uint16),
    "saturated": np.full((240, 320), 65_535, np.uint16),
    "saturated 14 bits": np.full((240, 320), 16_383, np.uint16),
    "flat": np.full((240, 320), 29_515, np.uint16),
    "8 bits in 16": street().thermal.astype(np.uint16),
    "8 bits shifted up": street().thermal.astype(np.uint16) << 8,
    "8 bits in both bytes": street().thermal.astype(np.uint16) * 257,
    "noise": noise(0, 65_536),
    "14 bits of noise": noise(0, 16_384),
    "noise around a step of the high byte": noise(8190, 8195),
    "a scene of few counts over a high offset": counts(0.5, 8150),
    "a scene of fewer counts than its noise": counts(0.1, 30_000, noise=100),
    "a flat scene with dead pixels": dead_pixels(),
    "stripes of single columns": np.tile(np.array([100, 9000], np.uint16), (240, 160)),
    "nothing but zeros of 32 bits": np.zeros((240, 320), np.float32),
    "no number at all": np.full((240, 320), np.nan, np.float32),
    "infinite": np.full((240, 320), np.inf, np.float32),
}


@pytest.mark.parametrize("kind", UNTELLING)
def test_an_image_that_does_not_tell_is_not_suspected(kind):
    assert bytes_swapped(UNTELLING[kind]) is not True


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (8, 8), (640, 1), (1, 640)])
def test_a_very_small_image_does_not_tell(size):
    image = counts(40, 3000).byteswap()[: size[0], : size[1]]
    assert bytes_swapped(image) is None


@given(
    st.floats(0.02, 250.0),
    st.floats(0, 60_000),
    st.floats(0, 300),
    st.integers(0, 3),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_no_contrast_offset_or_noise_makes_a_right_image_suspect(gain, offset, noise_level, crop, seed):
    image = counts(gain, offset, noise_level, seed)[crop * 100 : crop * 100 + 96, 100:356]
    assert bytes_swapped(image) is not True
    assert bytes_swapped(image.byteswap()) is not False
