"""Dark, glaring, flat or fine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture

LIMITS = PictureSettings(dark_level=6.0, glare_share=0.6, flat_contrast=4.0)
ONLY_DARK = PictureSettings(dark_level=6.0, glare_share=0.0, flat_contrast=0.0)
ONLY_GLARE = PictureSettings(dark_level=0.0, glare_share=0.6, flat_contrast=0.0)
ONLY_FLAT = PictureSettings(dark_level=0.0, glare_share=0.0, flat_contrast=4.0)


def blocks(levels) -> np.ndarray:
    """A 48x64 picture of 6x8 blocks with these grey levels, row by row."""
    return np.kron(np.asarray(levels, np.uint8).reshape(6, 8), np.ones((8, 8), np.uint8))


def chequered(low: float, high: float, share: float = 0.5, dtype=np.float32) -> np.ndarray:
    """`share` of the samples at `high`, the others at `low`."""
    picture = np.full(48 * 64, low, dtype)
    picture[: round(share * picture.size)] = high
    return np.random.default_rng(0).permutation(picture).reshape(48, 64)


def test_an_ordinary_picture_is_ok():
    picture = np.random.default_rng(1).integers(0, 256, (48, 64, 3)).astype(np.uint8)
    assert judge_picture(picture, LIMITS) is Health.OK


@pytest.mark.parametrize(("dark_blocks", "verdict"), [(48, Health.DARK), (44, Health.DARK), (43, Health.OK)])
def test_dark_is_nine_tenths_of_the_blocks(dark_blocks, verdict):
    levels = [5] * dark_blocks + [255] * (48 - dark_blocks)
    assert judge_picture(blocks(levels), ONLY_DARK) is verdict


def test_a_lamp_lifts_the_mean_but_not_the_night():
    night = blocks([3] * 46 + [255] * 2)
    assert night.mean() > LIMITS.dark_level
    assert judge_picture(night, LIMITS) is Health.DARK


def test_noise_does_not_hide_the_night():
    night = chequered(0, 30, share=0.1).astype(np.uint8)
    assert (night > LIMITS.dark_level).any()
    assert judge_picture(night, LIMITS) is Health.DARK


@pytest.mark.parametrize(
    ("level", "current", "verdict"),
    [
        (5, Health.OK, Health.DARK),
        (6, Health.OK, Health.OK),
        (7, Health.DARK, Health.DARK),  # leaving takes 6 * 1.25
        (8, Health.DARK, Health.OK),
        (7, Health.GLARE, Health.OK),  # the margin is the verdict's own
    ],
)
def test_leaving_dark_takes_a_margin(level, current, verdict):
    assert judge_picture(blocks([level] * 48), ONLY_DARK, current=current) is verdict


@pytest.mark.parametrize(
    ("share", "current", "verdict"),
    [
        (0.61, Health.OK, Health.GLARE),
        (0.59, Health.OK, Health.OK),
        (0.49, Health.GLARE, Health.GLARE),  # leaving takes 0.6 / 1.25
        (0.47, Health.GLARE, Health.OK),
    ],
)
def test_glare_is_a_share_of_blown_out_samples(share, current, verdict):
    picture = chequered(100, 250, share=share).astype(np.uint8)
    assert judge_picture(picture, ONLY_GLARE, current=current) is verdict


@pytest.mark.parametrize(
    ("deviation", "current", "verdict"),
    [
        (3.9, Health.OK, Health.FLAT),
        (4.1, Health.OK, Health.OK),
        (4.9, Health.FLAT, Health.FLAT),  # leaving takes 4 * 1.25
        (5.1, Health.FLAT, Health.OK),
    ],
)
def test_flat_is_a_small_deviation(deviation, current, verdict):
    picture = chequered((120 - deviation) / 255, (120 + deviation) / 255)
    assert judge_picture(picture, ONLY_FLAT, current=current) is verdict


@pytest.mark.parametrize(("level", "verdict"), [(0, Health.DARK), (255, Health.GLARE), (120, Health.FLAT)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 3), (3, 4, 3), (1, 1), (481, 641)])
def test_one_grey_in_any_depth_and_size(level, verdict, dtype, shape):
    scale = 1 / 255 if np.issubdtype(dtype, np.floating) else np.iinfo(dtype).max / 255
    assert judge_picture(np.full(shape, level * scale, dtype), LIMITS) is verdict


@pytest.mark.parametrize("level", [0, 120, 255])
def test_a_limit_of_zero_turns_its_check_off(level):
    off = PictureSettings(dark_level=0.0, glare_share=0.0, flat_contrast=0.0)
    assert judge_picture(np.full((48, 64, 3), level, np.uint8), off) is Health.OK


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 80), st.just(3))))
def test_whatever_is_bad_stays_bad_by_the_margin(picture):
    """Judged again as what it was called, no picture is better than it was."""
    verdict = judge_picture(picture, LIMITS)
    if verdict is not Health.OK:
        assert judge_picture(picture, LIMITS, current=verdict) is not Health.OK
    if verdict is Health.DARK:
        assert judge_picture(picture, LIMITS, current=verdict) is Health.DARK
