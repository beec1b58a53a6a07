"""Labels, stamps and pictures of the real node, through real DDS."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.parameter import Parameter
from sensor_msgs.msg import CompressedImage, Image
from std_srvs.srv import SetBool

from csk_ros.inference.overlay import draw_overlay
from csk_ros.inference.segmenter import Segmenter
from csk_ros.inference.thermal_grey import thermal_to_grey
from csk_ros.labels import STREET
from csk_ros.messages.image_decoding import decode_thermal
from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.mode import Mode
from csk_ros.resizing import resize_smoothly
from support.packed_yuv import street, yuyv_of
from support.pictures import rgb_picture, thermal_picture
from support.rig import MS, PERIOD, RGB_WAIT, values_of


@pytest.fixture(scope="module")
def segmenter(checkpoint):
    return Segmenter.load(checkpoint, device="cpu")


def pixels(message: Image) -> np.ndarray:
    shape = (
        (message.height, message.width) if message.encoding == "mono8" else (message.height, message.width, 3)
    )
    return np.frombuffer(message.data, np.uint8).reshape(shape)


def test_fused_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    rig.play(3)
    for number, message in enumerate(rig.labels):
        expected = segmenter(rgb_picture(number), thermal_picture(number))
        assert expected.mode is Mode.FUSED
        assert len(np.unique(expected.labels)) > 1, "a picture of one class proves nothing"
        np.testing.assert_array_equal(pixels(message), expected.labels)
        assert message.encoding == "mono8"
    assert len(rig.labels) == 3


def test_thermal_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    rig.play(6, rgb=lambda _: False)
    assert len(rig.labels) == 6
    for number, message in enumerate(rig.labels):
        np.testing.assert_array_equal(pixels(message), segmenter(None, thermal_picture(number)).labels)


def test_rgb_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    rig.play(3)
    rig.play(4, thermal=lambda _: False, first=3)
    rig.until(lambda: rig.stamps[-1] == rig.now, "an output from rgb alone")
    np.testing.assert_array_equal(pixels(rig.labels[-1]), segmenter(rgb_picture(6), None).labels)
    assert rig.labels[-1].header.frame_id == "rgb_optical"


def test_stamp_and_frame_id_are_thermals_in_fused_and_in_thermal_mode(make_rig):
    rig = make_rig().start()
    sent = []
    for number in range(10):
        rig.sleep(PERIOD)
        if number < 4:
            rig.send("rgb", number, stamp=rig.now - 7 * MS)
        rig.send("thermal", number)
        sent.append(rig.now)
        # The rgb frame is the older one: only the end of the wait says that no nearer one comes.
        rig.sleep(RGB_WAIT)
        rig.settle()
    assert rig.stamps == sent
    assert {message.header.frame_id for message in rig.labels} == {"thermal_optical"}
    assert rig.mode_sequence == [
        ("fused", "both cameras ok"),
        ("thermal", "rgb unpaired"),
        ("thermal", "rgb missing"),
    ]
    assert values_of(rig.sources[0])["skew"] == "-0.007000"
    assert [m.header.stamp for m in rig.sources] == [m.header.stamp for m in rig.labels]


def test_rgb_of_another_size_is_brought_onto_the_thermal_grid(make_rig, segmenter):
    rig = make_rig().start()
    rig.sleep(PERIOD)
    large = rgb_picture(1, 96, 160)
    rig.publish("rgb", encode_image(large, "rgb8", stamp=rig.now, frame_id="rgb_optical"))
    rig.send("thermal", 1)
    rig.settle()
    thermal = thermal_picture(1)
    expected = segmenter(resize_smoothly(large, thermal.shape), thermal).labels
    np.testing.assert_array_equal(pixels(rig.labels[0]), expected)


def test_16_bit_thermal_is_labelled_in_its_own_depth(make_rig, segmenter):
    rig = make_rig().start()
    rig.sleep(PERIOD)
    counts = (thermal_picture(2).astype(np.uint16) * 10) + 28_000
    rig.send("rgb", 2)
    rig.publish("thermal", encode_image(counts, "mono16", stamp=rig.now, frame_id="thermal_optical"))
    rig.settle()
    np.testing.assert_array_equal(pixels(rig.labels[0]), segmenter(rgb_picture(2), counts).labels)


def test_compressed_cameras_are_labelled_as_the_pictures_they_carry(make_rig, segmenter):
    rig = make_rig(rgb__transport="compressed", thermal__transport="compressed").start()
    rig.sleep(PERIOD)
    counts = (thermal_picture(2).astype(np.uint16) * 10) + 28_000
    files = {"rgb": cv2.cvtColor(rgb_picture(2), cv2.COLOR_RGB2BGR), "thermal": counts}
    for stream, picture in files.items():
        message = CompressedImage(format="png", data=cv2.imencode(".png", picture)[1].tobytes())
        message.header.stamp = to_stamp(rig.now)
        message.header.frame_id = f"{stream}_optical"
        rig.publish(stream, message)
    rig.settle()
    np.testing.assert_array_equal(pixels(rig.labels[0]), segmenter(rgb_picture(2), counts).labels)


def test_thermal_through_compressed_depth_is_labelled_as_the_numbers_it_carries(make_rig, segmenter):
    rig = make_rig(thermal__transport="compressedDepth").start()
    rig.sleep(PERIOD)
    counts = (thermal_picture(2).astype(np.uint16) * 10) + 28_000
    message = CompressedImage(
        format="16UC1; compressedDepth png", data=bytes(12) + cv2.imencode(".png", counts)[1].tobytes()
    )
    message.header.stamp = to_stamp(rig.now)
    rig.send("rgb", 2)
    rig.publish("thermal", message)
    rig.settle()
    np.testing.assert_array_equal(pixels(rig.labels[0]), segmenter(rgb_picture(2), counts).labels)


def test_images_that_contradict_their_encoding_are_warned_of(make_rig, capfd):
    rig = make_rig().start()
    packed = yuyv_of(street().rgb)[::4, :160]
    expected = "rgb: luma and chroma look exchanged; have the driver say yuyv or yuv422_yuy2 in place of uyvy"
    for number in range(12):
        rig.sleep(PERIOD)
        # No two alike, or the camera would count as frozen.
        image = np.roll(packed, number, axis=0)
        rig.publish("rgb", encode_image(image, "uyvy", stamp=rig.now, frame_id="rgb_optical"))
        rig.send("thermal", number)
        rig.settle()
    rig.until(
        lambda: rig.diagnostics[-1].status[0].message.startswith(f"fused: both cameras ok; {expected}"),
        "a warning",
    )
    assert rig.diagnostics[-1].status[0].level == DiagnosticStatus.WARN
    assert expected in capfd.readouterr().err


def test_labels_as_png_come_with_a_subscriber(make_rig):
    rig = make_rig().start()
    rig.play(1)
    compressed: list[CompressedImage] = []
    rig.listen(CompressedImage, "segmentation/compressed", compressed)
    rig.until(lambda: rig.node.count_subscribers("/segmentation/compressed") == 1, "a subscriber")
    rig.play(1, first=1)
    rig.until(lambda: bool(compressed), "labels as PNG")
    (message,) = compressed
    assert message.header == rig.labels[-1].header
    np.testing.assert_array_equal(decode_thermal(message), pixels(rig.labels[-1]))


def test_confidence_and_overlay_come_with_a_subscriber(make_rig, segmenter):
    rig = make_rig().start()
    rig.play(1)
    confidences: list[Image] = []
    overlays: list[Image] = []
    rig.listen(Image, "segmentation/confidence", confidences)
    rig.listen(Image, "segmentation/overlay", overlays)
    rig.until(
        lambda: (
            rig.node.count_subscribers("/segmentation/overlay") == 1
            and rig.node.count_subscribers("/segmentation/confidence") == 1
        ),
        "two more listeners",
    )
    rig.play(1, first=1)
    rig.until(lambda: bool(overlays and confidences), "confidence and overlay")
    expected = segmenter(rgb_picture(1), thermal_picture(1))
    grey = thermal_to_grey(thermal_picture(1))
    np.testing.assert_array_equal(pixels(confidences[0]), expected.confidence)
    np.testing.assert_array_equal(
        pixels(overlays[0]),
        draw_overlay(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), expected.labels, STREET, 0.55),
    )
    assert overlays[0].encoding == "rgb8"
    assert overlays[0].header == rig.labels[-1].header


def test_an_overlay_that_cannot_be_drawn_costs_no_labels(make_rig):
    rig = make_rig().start()
    rig.listen(Image, "segmentation/overlay", [])
    rig.until(lambda: rig.node.count_subscribers("/segmentation/overlay") == 1, "one more listener")
    # rclpy compares with a tolerance, and lets through what is too much for drawing.
    (result,) = rig.node.set_parameters([Parameter("overlay.opacity", value=1.0 + 5e-7)])
    assert result.successful
    rig.play(2)
    assert len(rig.labels) == 2


def test_disabled_it_ignores_frames_until_enabled(make_rig):
    rig = make_rig().start()

    def switch(on: bool) -> str:
        answer = rig.call(SetBool, "enable", SetBool.Request(data=on))
        assert answer.success
        return answer.message

    rig.play(1)
    assert switch(on=False) == "disabled: frames are ignored"
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "disabled"), "the end of the mode")
    rig.send_unheeded("rgb", 5)
    assert switch(on=True) == "enabled"
    rig.play(1, first=6)
    assert len(rig.labels) == 2
    assert rig.counts.received["rgb"] == 2
