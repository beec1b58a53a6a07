"""A camera's calibration from its file."""

from __future__ import annotations

import pytest

from csk_ros.camera_model import CameraInfoError
from csk_ros.registration.calibration_file import read_calibration
from support.calibration_files import write_calibration
from support.camera_infos import camera_info


def test_the_camera_is_the_one_of_the_file(tmp_path):
    info = camera_info(64, 48, 50.0, d=(-0.1, 0.01, 0.0, 0.001, 0.0))
    camera = read_calibration(write_calibration(tmp_path / "rgb.yaml", info))
    assert (camera.width, camera.height, camera.fisheye) == (64, 48, False)
    assert camera.matrix.tolist() == [[50.0, 0.0, 31.5], [0.0, 50.0, 23.5], [0.0, 0.0, 1.0]]
    assert camera.distortion.tolist() == [-0.1, 0.01, 0.0, 0.001, 0.0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"camera_matrix": {}}, "expected a file of ROS's camera_calibration: it lacks 'data'"),
        ({"image_width": "wide"}, "camera_calibration: invalid literal"),
        ({"camera_matrix": {"data": [0.0] * 9}}, r"K\[0\] = 0"),
        ({"camera_matrix": {"data": []}}, "nine finite numbers in K"),
    ],
)
def test_a_file_of_no_calibrated_camera_is_refused(tmp_path, changes, words):
    path = write_calibration(tmp_path / "rgb.yaml", camera_info(), **changes)
    with pytest.raises(CameraInfoError, match=words) as caught:
        read_calibration(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("content", [b"camera_matrix: [", b"\xff\xfe\xff"])
def test_a_file_that_is_no_yaml_is_refused(tmp_path, content):
    path = tmp_path / "rgb.yaml"
    path.write_bytes(content)
    with pytest.raises(CameraInfoError, match=r"rgb\.yaml: expected YAML"):
        read_calibration(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CameraInfoError, match=r"none\.yaml: cannot be read: No such file"):
        read_calibration(tmp_path / "none.yaml")
