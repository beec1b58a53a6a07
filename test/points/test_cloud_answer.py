"""When a cloud gets labels, and what is said when it does not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.camera_model import CameraModel
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.points.cloud_answer import answer
from csk_ros.points.label_picture import LabelPicture
from support.camera_infos import PlainRoi, camera_info
from support.clouds import cloud_of

FRAME = "thermal_optical"
SHAPE = 4, 6
PICTURE = LabelPicture(
    SimpleNamespace(frame_id=FRAME), np.arange(24, dtype=np.uint8).reshape(SHAPE), np.full(SHAPE, 9, np.uint8)
)
CAMERA = CameraModel.of(camera_info(width=6, height=4, focal=10.0))
CLOUD = point_view(cloud_of([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]]))
ORGANISED = point_view(cloud_of(np.zeros((*SHAPE, 3))))


def test_a_cloud_is_projected():
    found = answer(CLOUD, FRAME, PICTURE, CAMERA)
    assert (found.reason, found.explanation) == ("", "")
    assert found.points.labels.tolist() == [[15, 255]]
    assert found.points.confidence.tolist() == [[9, 0]]


def test_an_organised_cloud_needs_no_camera_info():
    found = answer(ORGANISED, FRAME, PICTURE, None)
    assert found.reason == ""
    assert found.points.labels.tolist() == PICTURE.labels.tolist()
    assert found.points.confidence.tolist() == PICTURE.confidence.tolist()


def test_a_cloud_is_projected_into_the_part_of_the_sensor_that_is_labelled():
    whole = camera_info(width=24, height=20, focal=40.0)
    part = replace(whole, binning_x=2, binning_y=2, roi=PlainRoi(6, 8, 12, 8))
    # At full resolution in column 10 and row 11: in the third column and the second row of superpixels.
    x, y = ((10 - 11.5) / 40, (11 - 9.5) / 40)
    found = answer(point_view(cloud_of([[x, y, 1.0]])), FRAME, PICTURE, CameraModel.of(part))
    assert found.reason == ""
    assert found.points.labels.tolist() == [[PICTURE.labels[1, 2]]]


@pytest.mark.parametrize(("frame_id", "picture", "camera"), [("lidar", PICTURE, CAMERA), (FRAME, None, None)])
def test_a_cloud_without_points_lacks_nothing(frame_id, picture, camera):
    found = answer(point_view(cloud_of(np.empty((0, 3)))), frame_id, picture, camera)
    assert (found.reason, found.points.labels.shape, found.points.confidence.shape) == ("", (1, 0), (1, 0))


@pytest.mark.parametrize(
    ("frame_id", "picture", "camera", "reason", "words"),
    [
        (FRAME, None, CAMERA, "no labels", "none came"),
        ("lidar", PICTURE, CAMERA, "other frame", "the labels' frame 'thermal_optical', it is in 'lidar'"),
        (FRAME, PICTURE, None, "no camera info", "an organised cloud of 6x4"),
        (
            FRAME,
            PICTURE,
            CameraModel.of(camera_info(width=12, height=8)),
            "camera info of another size",
            "a CameraInfo for 6x4, it is for 12x8 by its width 12, height 8",
        ),
        (
            FRAME,
            PICTURE,
            CameraModel.of(replace(camera_info(width=6, height=4), binning_y=2)),
            "camera info of another size",
            "a CameraInfo for 6x4, it is for 6x2 by its binning_y 2",
        ),
    ],
)
def test_without_what_it_takes_the_whole_cloud_is_unlabelled(frame_id, picture, camera, reason, words):
    found = answer(CLOUD, frame_id, picture, camera)
    assert found.reason == reason
    assert words in found.explanation
    assert found.points.labels.tolist() == [[255, 255]]
    assert found.points.confidence.tolist() == [[0, 0]]
