"""From a job to its labels: what the network gets, and what happens to pictures that are broken."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.inference.camera_inputs import CameraInputs, CameraSettings
from csk_ros.inference.job_answer import RGB_BROKEN, RGB_UNREGISTERED, answer_job
from csk_ros.inference.prediction import Prediction
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.received_image import ReceivedImage
from csk_ros.mode import Mode
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.resizing import resize_smoothly
from csk_ros.stream.frame import Frame
from csk_ros.stream.stream_pipeline import Job
from csk_ros.stream.telemetry import Telemetry
from csk_ros.thermal.thermal_format import FORMATS
from csk_ros.thermal.thermal_settings import ThermalSettings
from support.packed_yuv import street, yuyv_of
from support.pictures import rgb_picture, thermal_picture
from support.plain_image import compressed_image, compressed_message, plain_image

SIZE = (32, 48)
RGB = rgb_picture(1, *SIZE)
THERMAL = thermal_picture(2, *SIZE).astype(np.uint16) * 100


class Network:
    """Answers with labels of its own, and remembers what it was given."""

    def __init__(self):
        self.given = []

    def __call__(self, rgb, thermal, *, limits=None, confidence=True):
        self.given.append((rgb, thermal, limits, confidence))
        picture = rgb if thermal is None else thermal
        labels = np.full(picture.shape[:2], 3, np.uint8)
        mode = Mode.RGB if thermal is None else Mode.THERMAL if rgb is None else Mode.FUSED
        return Prediction(labels, labels if confidence else None, mode)


def frame(stream, message):
    return Frame(77, f"{stream}_optical", np.zeros((1, 1)), ReceivedImage(message))


def job(mode, *, rgb=None, thermal=None):
    return Job(
        mode,
        "both cameras ok",
        None if thermal is None else frame("thermal", thermal),
        None if rgb is None else frame("rgb", rgb),
        -5 if mode is Mode.FUSED else None,
        1234,
    )


def answer(owed, inputs=None, *, confidence=False):
    network, told = Network(), []
    found = answer_job(owed, network, inputs or CameraInputs(), confidence=confidence, rgb_unused=told.append)
    ((rgb, thermal, limits, asked),) = network.given
    # What the answer keeps is what the network saw.
    assert found.rgb is rgb
    assert found.thermal is thermal
    assert found.limits is limits
    assert found.mode is found.prediction.mode
    assert asked is confidence
    return found, told


def truncated_jpeg():
    whole = compressed_image(RGB[..., ::-1], ".jpg", "rgb8; jpeg compressed bgr8")
    return compressed_message(whole.format, whole.data[: len(whole.data) // 2])


def test_a_fused_job_gives_the_network_both_pictures():
    owed = job(Mode.FUSED, rgb=plain_image(RGB, "rgb8"), thermal=plain_image(THERMAL, "mono16"))
    found, told = answer(owed)
    assert (found.job, found.mode, told) == (owed, Mode.FUSED, [])
    np.testing.assert_array_equal(found.rgb, RGB)
    np.testing.assert_array_equal(found.thermal, THERMAL)
    assert found.thermal.dtype == np.uint16
    assert (found.prediction.labels == 3).all()


def test_a_thermal_job_gives_it_thermal_alone():
    owed = job(Mode.THERMAL, thermal=plain_image(THERMAL, "mono16", big_endian=True, padding=6))
    found, told = answer(owed)
    assert (found.job, found.mode, found.rgb, told) == (owed, Mode.THERMAL, None, [])
    np.testing.assert_array_equal(found.thermal, THERMAL)


def test_an_rgb_job_gives_it_rgb_alone_on_its_own_grid():
    large = rgb_picture(3, 64, 80)
    found, told = answer(job(Mode.RGB, rgb=plain_image(large[..., ::-1], "bgr8")))
    assert (found.mode, found.thermal, told) == (Mode.RGB, None, [])
    np.testing.assert_array_equal(found.rgb, large)
    assert found.prediction.labels.shape == (64, 80)


@pytest.mark.parametrize("size", [(64, 96), (16, 24), (40, 30)])
def test_rgb_of_another_size_is_brought_onto_the_thermal_grid(size):
    other = rgb_picture(4, *size)
    owed = job(Mode.FUSED, rgb=plain_image(other, "rgb8"), thermal=plain_image(THERMAL, "mono16"))
    found, _ = answer(owed)
    assert found.rgb.shape == (*SIZE, 3)
    np.testing.assert_array_equal(found.rgb, resize_smoothly(other, SIZE))


def test_where_pixels_are_doubled_the_aligned_picture_is_that_of_single_ones():
    doubled = RGB.repeat(2, axis=0).repeat(2, axis=1)
    owed = job(Mode.FUSED, rgb=plain_image(doubled, "rgb8"), thermal=plain_image(THERMAL, "mono16"))
    np.testing.assert_array_equal(answer(owed)[0].rgb, RGB)


@pytest.mark.parametrize("confidence", [True, False])
def test_confidence_is_asked_for_only_if_it_is_wanted(confidence):
    found, _ = answer(job(Mode.THERMAL, thermal=plain_image(THERMAL, "mono16")), confidence=confidence)
    assert (found.prediction.confidence is not None) == confidence


def test_broken_rgb_leaves_a_fused_job_to_thermal_and_is_told_of():
    owed = job(Mode.FUSED, rgb=truncated_jpeg(), thermal=plain_image(THERMAL, "mono16"))
    found, (error,) = answer(owed)
    assert (found.mode, found.job.mode, found.rgb) == (Mode.THERMAL, Mode.THERMAL, None)
    assert (found.job.reason, found.job.rgb, found.job.skew) == (RGB_BROKEN, None, None)
    assert RGB_BROKEN == "rgb broken"
    # Everything else of the job stays, and the job that was handed in is as it was.
    assert (found.job.thermal, found.job.arrival) == (owed.thermal, owed.arrival)
    assert (owed.mode, owed.reason, owed.skew) == (Mode.FUSED, "both cameras ok", -5)
    assert isinstance(error, ImageError)
    assert error.reason == "truncated"


def test_a_broken_anchor_gives_no_answer():
    network, told = Network(), []
    no_picture = compressed_message("png", cv2.imencode(".png", THERMAL)[1].tobytes()[:-20])
    for owed in (
        job(Mode.RGB, rgb=truncated_jpeg()),
        job(Mode.THERMAL, thermal=no_picture),
        job(Mode.FUSED, rgb=plain_image(RGB, "rgb8"), thermal=no_picture),
        job(Mode.FUSED, rgb=truncated_jpeg(), thermal=no_picture),
    ):
        with pytest.raises(ImageError) as caught:
            answer_job(owed, network, CameraInputs(), confidence=False, rgb_unused=told.append)
        assert caught.value.reason == "truncated"
    assert (network.given, told) == ([], [])


def test_layouts_that_contradict_the_images_are_found_on_the_way():
    inputs = CameraInputs()
    packed = yuyv_of(street().rgb)
    counts = street().thermal.astype(np.uint16) * 40 + 3000
    owed = job(
        Mode.FUSED, rgb=plain_image(packed, "yuv422"), thermal=plain_image(counts.byteswap(), "mono16")
    )
    for _ in range(3):
        assert not inputs.layouts["rgb"].contradictions
        answer(owed, inputs)
    for stream, text in (("rgb", "luma and chroma look exchanged"), ("thermal", "the bytes of mono16 look")):
        (found,) = inputs.layouts[stream].contradictions
        assert found.startswith(f"{stream}: {text}")


def test_rows_of_telemetry_have_no_label():
    settings = CameraSettings(ThermalSettings(FORMATS["counts"], telemetry=Telemetry(1, 2)))
    owed = job(Mode.THERMAL, thermal=plain_image(THERMAL, "mono16"))
    found, _ = answer(owed, CameraInputs(settings), confidence=True)
    labels, confidence = found.prediction.labels, found.prediction.confidence
    assert (labels[0] == 255).all()
    assert (labels[1:-2] == 3).all()
    assert (labels[-2:] == 255).all()
    assert (confidence[0] == 0).all()
    assert (confidence[1:-2] == 3).all()


def test_a_picture_of_telemetry_alone_gives_no_answer():
    settings = CameraSettings(ThermalSettings(telemetry=Telemetry(top=SIZE[0])))
    owed = job(Mode.THERMAL, thermal=plain_image(THERMAL, "mono16"))
    with pytest.raises(ImageError, match="32 at the top and 0 at the bottom") as caught:
        answer_job(owed, Network(), CameraInputs(settings), confidence=False, rgb_unused=pytest.fail)
    assert caught.value.reason == "telemetry"


def test_rgb_that_cannot_be_registered_leaves_a_fused_job_to_thermal_and_is_told_of():
    inputs = CameraInputs(CameraSettings(registration=RegistrationSettings("cameras")))
    owed = job(Mode.FUSED, rgb=plain_image(RGB, "rgb8"), thermal=plain_image(THERMAL, "mono16"))
    found, (error,) = answer(owed, inputs)
    assert (found.mode, found.job.mode, found.job.reason) == (Mode.THERMAL, Mode.THERMAL, RGB_UNREGISTERED)
    assert (found.rgb, found.job.rgb, found.job.skew) == (None, None, None)
    assert error.reason == "unregistered"


def test_a_registered_picture_is_the_one_that_the_network_sees():
    shift = (1.0, 0.0, 4.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    inputs = CameraInputs(CameraSettings(registration=RegistrationSettings("homography", shift)))
    owed = job(Mode.FUSED, rgb=plain_image(RGB, "rgb8"), thermal=plain_image(THERMAL, "mono16"))
    found, _ = answer(owed, inputs)
    np.testing.assert_array_equal(found.rgb[:, 4:], RGB[:, :-4])
    assert (found.rgb[:, :4] == 127).all(), "the network's mean: zero once it is normalised"
