"""What the node sees and says of a picture, against its own check."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.degradation.look import look_at
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture


def plain(level, height=480, width=640):
    return np.full((height, width, 3), level, np.uint8)


@pytest.mark.parametrize(
    ("level", "verdict", "glare_share"), [(2, Health.DARK, 0), (100, Health.FLAT, 0), (252, Health.GLARE, 1)]
)
def test_one_grey_is_measured_as_such(level, verdict, glare_share):
    look = look_at(plain(level))
    assert look.verdict is verdict
    assert (look.mean_grey, look.dark_level, look.glare_share, look.flat_contrast) == (
        pytest.approx(level),
        pytest.approx(level),
        glare_share,
        pytest.approx(0, abs=1e-4),
    )


def test_only_the_samples_of_the_node_count():
    picture = plain(0)
    # One of 10 x 10 pixels, the middle one.
    picture[5::10, 5::10] = 90, 120, 150
    assert look_at(picture).mean_grey == pytest.approx(120)


def test_a_lamp_lifts_the_mean_but_not_the_dark_level():
    picture = plain(2)
    picture[:160, :160] = 255
    # 4 of the 48 blocks are lit.
    look = look_at(picture)
    assert look.verdict is Health.DARK
    assert look.mean_grey == pytest.approx((44 * 2 + 4 * 255) / 48)
    assert (look.dark_level, look.glare_share) == (pytest.approx(2), pytest.approx(4 / 48))
    picture[160:240, :80] = 255
    assert look_at(picture).dark_level == pytest.approx(255)
    assert look_at(picture).verdict is Health.OK


def test_contrast_is_the_standard_deviation():
    picture = plain(100)
    picture[:, 320:] = 120
    assert look_at(picture).flat_contrast == pytest.approx(10)


def test_views_that_are_not_contiguous_are_looked_at_as_they_are():
    picture = np.random.default_rng(0).integers(0, 256, (90, 130, 3)).astype(np.uint8)
    assert look_at(picture[:, ::-1]) == look_at(picture[:, ::-1].copy())


@given(
    st.integers(0, 2**32 - 1),
    st.floats(0.01, 1.5),
    st.floats(0, 250),
    st.floats(0.01, 80),
    st.floats(0.01, 1),
)
def test_each_measure_is_in_the_unit_of_its_limit(seed, gain, level, limit, share):
    """A picture is bad to a limit on the one side of its measure and not on the other."""
    values = np.random.default_rng(seed).normal(level, 60 * gain, (48, 64, 3))
    picture = np.clip(values, 0, 255).astype(np.uint8)
    look = look_at(picture)
    for settings, verdict, bad in (
        (PictureSettings(limit, 0, 0), Health.DARK, look.dark_level < limit),
        (PictureSettings(0, share, 0), Health.GLARE, look.glare_share >= share),
        (PictureSettings(0, 0, limit), Health.FLAT, look.flat_contrast < limit),
    ):
        assert (judge_picture(picture, settings) is verdict) == bad
