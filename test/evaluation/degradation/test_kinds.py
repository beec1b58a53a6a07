"""Every kind on pictures whose values can be told by hand."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.evaluation.degradation.kinds import KINDS
from support.pictures import rgb_picture

GREY = np.full((48, 64, 3), 200, np.uint8)
NEXT = {pairs: np.full((48, 64, 3), pairs, np.uint8) for pairs in range(20)}


def harmed(kind, severity, picture=GREY):
    return KINDS[kind].harm(picture, severity, NEXT.__getitem__)


@pytest.mark.parametrize("kind", KINDS)
def test_every_severity_leaves_a_picture_of_its_size_and_the_given_one_as_it_was(kind):
    picture = rgb_picture(0)
    before = picture.copy()
    for severity in KINDS[kind].severities:
        worse = KINDS[kind].harm(picture, severity, rgb_picture)
        assert (worse.shape, worse.dtype) == (picture.shape, picture.dtype)
        assert (worse != picture).any()
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize(
    ("kind", "severity", "value"),
    [
        ("darken", 0.1, 20),
        ("darken", 0, 0),
        ("fog", 0.5, 164),
        ("blur", 4, 200),
        ("shift", 5, 200),
        ("freeze", 2, 2),
    ],
)
def test_one_grey_becomes_another(kind, severity, value):
    np.testing.assert_array_equal(harmed(kind, severity), np.full_like(GREY, value))


def test_a_cover_has_its_level_and_a_part_of_it_is_mid_grey():
    assert np.unique(harmed("cover", 32)).tolist() == [31, 32, 33]
    part = harmed("occlude", 0.25)
    assert np.unique(part[:, :16]).tolist() == [127, 128, 129]
    assert np.unique(part[:, 16:]).tolist() == [200]


def test_full_glare_blinds_the_middle_and_less_adds_light():
    assert harmed("glare", 1)[24, 32].tolist() == [255] * 3
    black = np.zeros((49, 65, 3), np.uint8)
    assert harmed("glare", 0.1, black)[24, 32].tolist() == [41] * 3


def test_a_frozen_picture_must_fit():
    with pytest.raises(ValueError, match=r"\[48, 64, 3\] and \[64, 96, 3\]; leave freeze out"):
        KINDS["freeze"].harm(GREY, 1, rgb_picture)
