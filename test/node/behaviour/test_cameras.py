"""What is declared of the two cameras, in the real node."""

from __future__ import annotations

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.exceptions import ParameterException
from sensor_msgs.msg import CameraInfo

from csk_ros.inference.camera_inputs import CameraInputs, CameraSettings
from csk_ros.inference.segmenter import Segmenter
from csk_ros.messages.image_layout import pixel_view
from csk_ros.registration.registration_settings import RegistrationSettings
from support.camera_infos import camera_info_message
from support.pictures import HEIGHT, WIDTH, rgb_picture, thermal_picture
from support.rig import values_of

SHIFT = (1.0, 0.0, 6.0, 0.0, 1.0, -3.0, 0.0, 0.0, 1.0)


def calibrations(rig):
    """The cameras whose calibration has come."""
    return rig.node._inputs.registration._cameras


def test_rgb_is_warped_onto_the_thermal_grid(make_rig, checkpoint):
    rig = make_rig(registration__mode="homography", registration__homography=list(SHIFT)).start()
    rig.play(1, first=1)
    segmenter = Segmenter.load(checkpoint)
    inputs = CameraInputs(CameraSettings(registration=RegistrationSettings("homography", SHIFT)))
    aligned = inputs.registration.align(rgb_picture(1), (HEIGHT, WIDTH))
    expected = segmenter(aligned, thermal_picture(1)).labels
    assert not np.array_equal(expected, segmenter(rgb_picture(1), thermal_picture(1)).labels)
    assert np.array_equal(pixel_view(rig.labels[0]), expected)
    assert rig.mode_sequence == [("fused", "both cameras ok")]


def test_without_a_calibration_thermal_answers_alone_until_it_has_come(make_rig):
    rig = make_rig(registration__mode="cameras").start()
    rig.play(1)
    assert rig.mode_sequence == [("thermal", "rgb unregistered")]
    rig.until(
        lambda: rig.diagnostics[-1].status[0].message.startswith("thermal: rgb unregistered"), "a warning"
    )
    assert rig.diagnostics[-1].status[0].level == DiagnosticStatus.WARN
    for stream in ("rgb", "thermal"):
        publisher = rig.peer.create_publisher(CameraInfo, f"{stream}/camera_info", 5)
        rig.until(lambda publisher=publisher: publisher.get_subscription_count() == 1, "the node listening")
        publisher.publish(camera_info_message(WIDTH, HEIGHT))
        rig.until(lambda stream=stream: stream in calibrations(rig), f"{stream}'s calibration")
    rig.play(1, first=1)
    assert rig.mode_sequence == [("thermal", "rgb unregistered"), ("fused", "both cameras ok")]
    rig.until(lambda: rig.diagnostics[-1].status[0].level == DiagnosticStatus.OK, "its end")


def test_an_uncalibrated_camera_is_told_of(make_rig, capfd):
    rig = make_rig(registration__mode="cameras").start()
    publisher = rig.peer.create_publisher(CameraInfo, "rgb/camera_info", 5)
    rig.until(lambda: publisher.get_subscription_count() == 1, "the node listening")
    publisher.publish(camera_info_message(WIDTH, HEIGHT, focal=0.0))
    rig.until(lambda: "rgb" in calibrations(rig), "the calibration")
    rig.play(1)
    assert rig.mode_sequence == [("thermal", "rgb unregistered")]
    assert (
        "rgb/camera_info: expected the CameraInfo of a calibrated camera, got K[0] = 0"
        in capfd.readouterr().err
    )


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (
            {"registration__mode": "cameras", "registration__rgb_calibration": "/nowhere.yaml"},
            "/nowhere.yaml",
        ),
        ({"registration__mode": "homography", "registration__homography": [0.0] * 9}, "can be inverted"),
        ({"thermal__format": "centikelvin", "thermal__black_hot": True}, "thermal.black_hot"),
    ],
)
def test_what_contradicts_itself_leaves_the_node_unconfigured_and_is_told(make_rig, capfd, parameters, words):
    rig = make_rig(**parameters)
    rig.node.start()
    rig.until(lambda: bool(rig.diagnostics), "diagnostics")
    message = rig.diagnostics[-1].status[0].message
    for told in (message, capfd.readouterr().err):
        assert "not configured: " in told
        assert words in told


def test_a_homography_of_eight_numbers_stops_the_start(make_rig):
    with pytest.raises(ParameterException, match=r"registration.homography: expected 9 doubles, got 8"):
        make_rig(registration__homography=[1.0] * 8)


def test_a_format_that_the_pictures_contradict_is_told_and_they_are_labelled_all_the_same(make_rig, capfd):
    rig = make_rig(thermal__format="centikelvin").start()
    rig.play(2)
    assert len(rig.labels) == 2
    assert "expected uint16 of thermal.format centikelvin, got uint8" in capfd.readouterr().err
    rig.until(lambda: values_of(rig.diagnostics[-1]).get("thermal.limits", "") != "", "the limits")
    assert values_of(rig.diagnostics[-1])["thermal.format"] == "centikelvin"
    assert values_of(rig.diagnostics[-1])["thermal.limits"].endswith("degrees Celsius")
    assert values_of(rig.diagnostics[-1])["classes"] == "background, car, person, bike"
