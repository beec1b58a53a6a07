"""Luma and chroma that are exchanged are found, and nothing else is taken for that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages.chroma_order import chroma_in_place_of_luma
from support.packed_yuv import street, yuyv_of

YUYV, UYVY = 1, 0
"""Where the chroma of a pixel is."""


@pytest.mark.parametrize("full_range", [False, True])
def test_a_street_is_told_from_one_with_the_bytes_exchanged(full_range):
    packed = yuyv_of(street(daylight=0.8).rgb, full_range=full_range)
    assert chroma_in_place_of_luma(packed, YUYV) is False
    assert chroma_in_place_of_luma(packed, UYVY) is True
    assert chroma_in_place_of_luma(packed[..., ::-1], UYVY) is False
    assert chroma_in_place_of_luma(packed[..., ::-1], YUYV) is True


@pytest.mark.parametrize("full_range", [False, True])
def test_a_street_at_night_is_never_accused(full_range):
    packed = yuyv_of(street(daylight=0.0).rgb, full_range=full_range)
    assert chroma_in_place_of_luma(packed, YUYV) is not True
    assert chroma_in_place_of_luma(packed[..., ::-1], UYVY) is not True


def test_an_image_without_colours_is_told_from_one_with_the_bytes_exchanged():
    packed = yuyv_of(np.repeat(street().thermal[..., None], 3, axis=2))
    assert chroma_in_place_of_luma(packed, YUYV) is False
    assert chroma_in_place_of_luma(packed, UYVY) is True


def test_a_padded_view_is_looked_at_where_it_lies():
    packed = yuyv_of(street().rgb)
    wide = np.zeros((480, 700, 2), np.uint8)
    wide[:, :640] = packed
    assert chroma_in_place_of_luma(wide[:, :640], UYVY) is True


def noise(low, high):
    return np.random.default_rng(5).integers(low, high, (120, 160, 2)).astype(np.uint8)


def ramp():
    packed = np.full((120, 160, 2), 128, np.uint8)
    packed[..., 0] = np.arange(160)
    return packed


def stripes():
    packed = np.full((120, 160, 2), 128, np.uint8)
    packed[:, ::2, 0] = 250
    return packed


UNTELLING = {
    "black": np.tile(np.array([16, 128], np.uint8), (120, 160, 1)),
    "white": np.tile(np.array([235, 128], np.uint8), (120, 160, 1)),
    "middle grey": np.full((120, 160, 2), 128, np.uint8),
    "zeros": np.zeros((120, 160, 2), np.uint8),
    "full": np.full((120, 160, 2), 255, np.uint8),
    "one colour": np.tile(np.array([[81, 90], [81, 240]], np.uint8), (120, 80, 1)),
    "noise": noise(0, 256),
    "dark noise": noise(14, 20),
    "noise around the middle": noise(122, 135),
    "a street as dark as a cellar": yuyv_of((street().rgb * 0.04).astype(np.uint8)),
    "stripes of single columns": stripes(),
    "the same ramp in luma and chroma": np.repeat(ramp()[..., :1], 2, axis=2),
}


@pytest.mark.parametrize("kind", UNTELLING)
def test_an_image_that_does_not_tell_is_not_suspected(kind):
    packed = UNTELLING[kind]
    assert chroma_in_place_of_luma(packed, YUYV) is not True
    assert chroma_in_place_of_luma(packed[..., ::-1], UYVY) is not True


@pytest.mark.parametrize("size", [(1, 2), (2, 2), (1, 4), (16, 2), (12, 20), (480, 2), (1, 640)])
def test_a_very_small_image_does_not_tell(size):
    packed = yuyv_of(street().rgb)[: size[0], : size[1]]
    assert packed.shape[:2] == size
    assert chroma_in_place_of_luma(packed, UYVY) is None


@given(
    st.tuples(st.floats(0.0, 1.5), st.floats(0.0, 3.0), st.floats(-60, 60), st.floats(0.0, 12.0)),
    st.integers(0, 3),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_no_exposure_tint_or_noise_makes_a_right_image_suspect(look, crop, seed):
    gain, saturation, tint, sigma = look
    scene = street(daylight=0.0 if crop % 2 else 0.8).rgb[crop * 100 : crop * 100 + 96, 160:416].astype(float)
    grey = scene.mean(axis=2, keepdims=True)
    colours = (grey + saturation * (scene - grey)) * gain + np.array([tint, 0, -tint])
    colours += np.random.default_rng(seed).normal(0, sigma, colours.shape)
    packed = yuyv_of(np.clip(np.rint(colours), 0, 255).astype(np.uint8))
    assert chroma_in_place_of_luma(packed, YUYV) is not True
    assert chroma_in_place_of_luma(packed, UYVY) is not False
