"""Places in the rgb picture, by homography and by calibration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.camera_model import CameraModel
from csk_ros.registration.rgb_map import NOWHERE, map_by_cameras, map_by_homography, pose_of
from support.camera_infos import camera_info

SHAPE = 48, 64


def grid(shape=SHAPE):
    rows, columns = np.indices(shape)
    return np.stack([columns, rows], axis=-1)


def test_a_homography_leads_from_rgb_to_thermal():
    homography = np.array([[0.5, 0.0, -3.0], [0.0, 0.5, 2.0], [0.0, 0.0, 1.0]])
    places = map_by_homography(homography, SHAPE)
    # Thermal (x, y) = rgb (x / 2 - 3, y / 2 + 2).
    assert places[10, 20].tolist() == pytest.approx([46.0, 16.0])
    assert places[2, 0].tolist() == pytest.approx([6.0, 0.0])


def test_perspective_is_divided_by_and_what_lies_behind_is_nowhere():
    homography = np.linalg.inv([[1, 0, 0], [0, 1, 0], [0.02, 0, 0.1]])
    places = map_by_homography(homography, SHAPE)
    assert places[10, 5].tolist() == pytest.approx([25.0, 50.0])
    turned = map_by_homography(np.linalg.inv([[1, 0, 0], [0, 1, 0], [-0.05, 0, 2.0]]), (4, 64))
    assert (turned[:, 45:] == NOWHERE).all()
    assert (turned[:, :40] != NOWHERE).all()


def test_two_cameras_at_one_place_with_one_lens_see_the_same():
    camera = CameraModel.of(camera_info(64, 48, 50.0, d=(-0.1, 0.02, 0.0, 0.0, 0.0)))
    places = map_by_cameras(camera, camera, np.eye(4), 7.0)
    assert np.abs(places - grid()).max() < 1e-2


@pytest.mark.parametrize("distance", [2.0, 10.0])
def test_a_baseline_shifts_by_focal_length_times_baseline_over_distance(distance):
    camera = CameraModel.of(camera_info(64, 48, 50.0))
    # The thermal camera is 0.2 m to the right of the rgb camera.
    places = map_by_cameras(camera, camera, pose_of((0.2, 0.0, 0.0), (0, 0, 0, 1)), distance)
    assert np.abs(places - grid() - [50.0 * 0.2 / distance, 0.0]).max() < 1e-4


def test_lenses_of_other_focal_length_scale_around_the_middle():
    thermal, rgb = CameraModel.of(camera_info(64, 48, 50.0)), CameraModel.of(camera_info(128, 96, 50.0))
    places = map_by_cameras(thermal, rgb, np.eye(4), 5.0)
    assert np.abs(places - grid() - np.array([32.0, 24.0])).max() < 1e-4


def test_what_the_rgb_camera_has_behind_it_is_nowhere():
    camera = CameraModel.of(camera_info(64, 48, 50.0))
    assert (map_by_cameras(camera, camera, pose_of((0, 0, 0), (0, 1, 0, 0)), 5.0) == NOWHERE).all()


@given(st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1))
def test_a_quaternion_is_the_rotation_of_its_formula(quaternion):
    x, y, z, w = np.array(quaternion) / np.linalg.norm(quaternion)
    expected = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    pose = pose_of((1.0, 2.0, 3.0), quaternion)
    np.testing.assert_allclose(pose[:3, :3], expected, atol=1e-9)
    assert pose[:3, 3].tolist() == [1.0, 2.0, 3.0]
