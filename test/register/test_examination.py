"""What can be trusted, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from csk_ros.register.examination import FEWEST, examine
from csk_ros.register.homography import displacements, grid_points
from csk_ros.register.known_warp import warped
from csk_ros.register.registration_error import RegistrationError


def test_pictures_that_belong_together_are_trusted(street):
    found = examine(street)
    assert found.complaint == ""
    assert displacements(np.eye(3), found.estimate.homography, grid_points((640, 480))).mean() < 0.3
    assert found.apart.shape == (5,)
    assert found.apart.max() < 1


@pytest.mark.parametrize("moments", ["other street", "other moments", "one moment", "blank"])
def test_pictures_that_tell_nothing_are_refused(street, other_street, moments):
    thermal = {
        "other street": [moment.thermal for moment in other_street],
        "other moments": [moment.thermal for moment in street[6:] + street[:6]],
        "one moment": [street[0].thermal] * 12,
        "blank": [np.full((480, 640), 30, np.uint8)] * 12,
    }[moments]
    rgb = [street[0].rgb] * 12 if moments == "one moment" else [moment.rgb for moment in street]
    changed = [
        replace(street[0], rgb=colour, thermal=warmth)
        for colour, warmth in zip(rgb[:FEWEST], thermal[:FEWEST], strict=True)
    ]
    assert "fit each other no better than those of different moments" in examine(changed).complaint


def test_halves_that_disagree_are_refused(street):
    shift = np.array([[1, 0, 12], [0, 1, 0], [0, 0, 1.0]])
    mixed = [moment if index % 2 else warped(moment, shift) for index, moment in enumerate(street)]
    found = examine(mixed)
    assert np.median(found.apart) == pytest.approx(12, abs=1)
    assert "two halves of the moments disagree by 1" in found.complaint


def test_few_moments_are_refused(street):
    found = examine(street[: FEWEST - 1])
    assert f"expected {FEWEST} or more moments" in found.complaint
    assert f"got {FEWEST - 1};" in found.complaint


def test_pictures_of_several_sizes_and_none_are_errors(street):
    smaller = replace(street[1], thermal=street[1].thermal[:400])
    with pytest.raises(
        RegistrationError, match="thermal pictures of one size, got 2, such as 640x400, 640x480"
    ):
        examine([street[0], smaller])
    with pytest.raises(RegistrationError, match="got none"):
        examine([])
