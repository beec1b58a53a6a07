"""What may be said of the geometry of two cameras."""

from __future__ import annotations

import pytest

from csk_ros.registration.registration_settings import RegistrationSettings


@pytest.mark.parametrize(
    ("mode", "changes", "words"),
    [
        (
            "homography",
            {"homography": (1.0,) * 9},
            "registration.homography: expected one that can",
        ),
        ("homography", {"homography": (float("nan"),) * 9}, "registration.homography"),
        ("cameras", {"rotation": (0.0,) * 4}, "registration.rotation: expected a quaternion"),
    ],
)
def test_numbers_that_no_two_cameras_have_are_refused(mode, changes, words):
    with pytest.raises(ValueError, match=words):
        RegistrationSettings(mode, **changes)


def test_numbers_of_a_mode_that_is_not_chosen_do_not_matter():
    settings = RegistrationSettings("none", homography=(1.0,) * 9, rotation=(0.0,) * 4)
    assert (settings.mode, settings.rotation) == ("none", (0.0, 0.0, 0.0, 0.0))
