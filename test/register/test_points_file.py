"""Points from a file."""

from __future__ import annotations

import pytest

from csk_ros.register.points_file import read_points
from csk_ros.register.registration_error import RegistrationError

RGB, THERMAL = (1280, 960), (640, 512)


def test_a_file_of_points(tmp_path):
    file = tmp_path / "points.yaml"
    file.write_text("- [10, 20.5, 3, 4]\n- [1279.5, 0, 639, 511.5]\n", encoding="utf-8")
    assert read_points(file, RGB, THERMAL).tolist() == [[10, 20.5, 3, 4], [1279.5, 0, 639, 511.5]]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("points: 3", r"expected a list of \[rgb_x, rgb_y, thermal_x, thermal_y\]"),
        ("- [1, 2, 3]", "expected a list of"),
        ("- [1, 2, 3, true]", "expected a list of"),
        ("- [1, 2, 3, .nan]", "expected a list of"),
        ("- [", "expected YAML"),
        (
            "- [10, 20, 30, 40]\n- [10, 20, 30, 600]",
            "point 2 lies outside of the thermal picture of 640x512: 30, 600",
        ),
        ("- [-1, 20, 30, 40]", "point 1 lies outside of the rgb picture of 1280x960: -1, 20"),
    ],
)
def test_what_is_no_list_of_points_is_refused(tmp_path, text, complaint):
    file = tmp_path / "points.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegistrationError, match=complaint):
        read_points(file, RGB, THERMAL)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RegistrationError, match=r"nowhere.yaml: cannot be read: No such file"):
        read_points(tmp_path / "nowhere.yaml", RGB, THERMAL)
