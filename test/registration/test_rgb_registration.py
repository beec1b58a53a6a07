"""Which way a colour picture comes onto the thermal grid, and what is said when it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from csk_ros.camera_model import CameraInfoError
from csk_ros.messages.image_error import ImageError
from csk_ros.registration import rgb_registration
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.registration.rgb_registration import RgbRegistration
from csk_ros.resizing import resize_smoothly
from support.calibration_files import write_calibration
from support.camera_infos import PlainRoi, camera_info
from support.pictures import rgb_picture

NOTHING = (127.0, 127.0, 127.0)
SHAPE = 48, 64
SHIFT = (1.0, 0.0, 3.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def test_without_registration_pictures_are_resized():
    rgb = rgb_picture(1, 96, 128)
    aligned = RgbRegistration(RegistrationSettings(), NOTHING).align(rgb, SHAPE)
    assert np.array_equal(aligned, resize_smoothly(rgb, SHAPE))


def test_a_homography_is_followed():
    rgb = rgb_picture(1, *SHAPE)
    aligned = RgbRegistration(RegistrationSettings("homography", SHIFT), NOTHING).align(rgb, SHAPE)
    assert np.array_equal(aligned[:, 3:], rgb[:, :-3])
    assert (aligned[:, :3] == 127).all()


def test_maps_are_made_once_for_each_pair_of_sizes(monkeypatch):
    made = []
    whole = rgb_registration.RgbWarp
    monkeypatch.setattr(rgb_registration, "RgbWarp", lambda *args: made.append(1) or whole(*args))
    registration = RgbRegistration(RegistrationSettings("homography", SHIFT), NOTHING)
    for _ in range(3):
        registration.align(rgb_picture(1, *SHAPE), SHAPE)
    assert len(made) == 1
    registration.align(rgb_picture(1, 96, 128), SHAPE)
    assert len(made) == 2


def test_cameras_are_taken_from_their_topics_when_both_have_come():
    registration = RgbRegistration(
        RegistrationSettings("cameras", translation=(0.6, 0.0, 0.0), distance=10.0), NOTHING
    )
    assert registration.awaited == ("rgb", "thermal")
    rgb = rgb_picture(1, *SHAPE)
    with pytest.raises(ImageError, match="no CameraInfo has come on rgb/camera_info") as caught:
        registration.align(rgb, SHAPE)
    assert caught.value.reason == "unregistered"
    registration.see_camera_info("rgb", camera_info(64, 48, 50.0))
    with pytest.raises(ImageError, match="no CameraInfo has come on thermal/camera_info"):
        registration.align(rgb, SHAPE)
    registration.see_camera_info("thermal", camera_info(64, 48, 50.0))
    assert np.array_equal(registration.align(rgb, SHAPE)[:, :-3], rgb[:, 3:])


def test_a_calibration_that_changes_counts_and_the_same_one_again_does_not(monkeypatch):
    registration = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    for stream in ("rgb", "thermal"):
        registration.see_camera_info(stream, camera_info(64, 48, 50.0))
    rgb = rgb_picture(1, *SHAPE)
    before = registration.align(rgb, SHAPE)
    made = []
    whole = rgb_registration.RgbWarp
    monkeypatch.setattr(rgb_registration, "RgbWarp", lambda *args: made.append(1) or whole(*args))
    registration.see_camera_info("rgb", camera_info(64, 48, 50.0))
    assert np.array_equal(registration.align(rgb, SHAPE), before)
    assert not made
    registration.see_camera_info("rgb", camera_info(64, 48, 60.0))
    assert not np.array_equal(registration.align(rgb, SHAPE), before)
    assert made == [1]


def test_a_calibration_that_comes_while_a_map_is_made_is_not_lost(monkeypatch):
    registration = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    for stream in ("rgb", "thermal"):
        registration.see_camera_info(stream, camera_info(64, 48, 50.0))
    whole = rgb_registration.RgbWarp

    def interrupted(*args):
        registration.see_camera_info("rgb", camera_info(64, 48, 60.0))
        return whole(*args)

    monkeypatch.setattr(rgb_registration, "RgbWarp", interrupted)
    rgb = rgb_picture(1, *SHAPE)
    before = registration.align(rgb, SHAPE)
    after = registration.align(rgb, SHAPE)
    expected = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    expected.see_camera_info("rgb", camera_info(64, 48, 60.0))
    expected.see_camera_info("thermal", camera_info(64, 48, 50.0))
    assert not np.array_equal(before, after)
    assert np.array_equal(after, expected.align(rgb, SHAPE))


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (
            camera_info(64, 48, 0.0),
            r"rgb/camera_info: expected the CameraInfo of a calibrated camera, got K\[0\] = 0",
        ),
        (
            camera_info(32, 24, 50.0),
            "expected rgb images of 32x24, as their CameraInfo says, got 64x48, which contradicts width 32",
        ),
        (
            replace(camera_info(64, 48, 50.0), binning_x=4, binning_y=4),
            "expected rgb images of 16x12, .*, got 64x48, which contradicts binning_x 4, binning_y 4",
        ),
        (
            replace(camera_info(128, 48, 50.0), roi=PlainRoi(100, 0, 64, 48)),
            "rgb/camera_info: .* roi.x_offset 100 and roi.width 64 do not lie within width 128",
        ),
    ],
)
def test_a_calibration_that_cannot_be_used_is_told(info, words):
    registration = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    registration.see_camera_info("rgb", info)
    registration.see_camera_info("thermal", camera_info(64, 48, 50.0))
    with pytest.raises(ImageError, match=words):
        registration.align(rgb_picture(1, *SHAPE), SHAPE)


def aligned(rgb_info, thermal_info, rgb):
    registration = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    registration.see_camera_info("rgb", rgb_info)
    registration.see_camera_info("thermal", thermal_info)
    return registration.align(rgb, SHAPE)


def test_a_part_of_the_sensor_is_registered_as_that_part():
    sensor = rgb_picture(1, 96, 128)
    thermal = camera_info(64, 48, 50.0)
    whole = aligned(camera_info(128, 96, 50.0), thermal, sensor)
    window = replace(camera_info(128, 96, 50.0), roi=PlainRoi(10, 20, 100, 70, True))
    assert np.array_equal(aligned(window, thermal, sensor[20:90, 10:110]), whole)
    # The thermal camera looks straight ahead like the whole sensor: the middle of it.
    assert np.array_equal(whole, sensor[24:72, 32:96])


def test_a_binned_image_is_registered_by_the_calibration_of_the_whole_sensor():
    rgb = rgb_picture(1, *SHAPE)
    binned = replace(camera_info(256, 192, 200.0), binning_x=4, binning_y=4)
    assert np.array_equal(aligned(binned, camera_info(64, 48, 50.0), rgb), rgb)


def test_binning_alone_makes_another_calibration():
    registration = RgbRegistration(RegistrationSettings("cameras"), NOTHING)
    registration.see_camera_info("thermal", camera_info(64, 48, 50.0))
    rgb = rgb_picture(1, *SHAPE)
    registration.see_camera_info("rgb", camera_info(256, 192, 200.0))
    with pytest.raises(ImageError, match="expected rgb images of 256x192"):
        registration.align(rgb, SHAPE)
    registration.see_camera_info("rgb", replace(camera_info(256, 192, 200.0), binning_x=4, binning_y=4))
    assert np.array_equal(registration.align(rgb, SHAPE), rgb)


def test_a_topic_does_not_take_the_place_of_a_file(tmp_path):
    file = str(write_calibration(tmp_path / "camera.yaml", camera_info(64, 48, 50.0)))
    registration = RgbRegistration(RegistrationSettings("cameras", rgb_calibration=file), NOTHING)
    assert registration.awaited == ("thermal",)
    for stream in ("rgb", "thermal"):
        registration.see_camera_info(stream, camera_info(64, 48, 50.0))
    registration.see_camera_info("rgb", camera_info(64, 48, 90.0))
    rgb = rgb_picture(1, *SHAPE)
    assert np.array_equal(registration.align(rgb, SHAPE), rgb)


def test_calibration_files_take_the_place_of_topics(tmp_path):
    info = camera_info(64, 48, 50.0, d=(-0.1, 0.01, 0.0, 0.0, 0.0))
    file = str(write_calibration(tmp_path / "camera.yaml", info))
    settings = RegistrationSettings("cameras", rgb_calibration=file, thermal_calibration=file)
    registration = RgbRegistration(settings, NOTHING)
    assert registration.awaited == ()
    rgb = rgb_picture(1, *SHAPE)
    assert np.abs(registration.align(rgb, SHAPE)[1:-1, 1:-1].astype(int) - rgb[1:-1, 1:-1]).max() <= 2


def test_a_calibration_file_that_cannot_be_used_stops_the_start(tmp_path):
    settings = RegistrationSettings("cameras", rgb_calibration=str(tmp_path / "none.yaml"))
    with pytest.raises(CameraInfoError, match=r"none\.yaml: cannot be read"):
        RgbRegistration(settings, NOTHING)
