"""Labels, stamps and modes of the real node, through real DDS."""

from __future__ import annotations

import threading

import cv2
import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.parameter import Parameter
from sensor_msgs.msg import Image
from std_srvs.srv import SetBool

from csk_ros.inference.overlay import draw_overlay, thermal_to_grey
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from csk_ros.messages.image_encoding import encode_image
from csk_ros.mode import Mode
from csk_ros.node.outputs import LATCHED_QOS
from csk_ros.stream.registration import align_rgb
from support.pictures import rgb_picture, thermal_picture
from support.rig import MS, values_of

PERIOD = 0.1
RGB_WAIT = 0.06
"""A little longer than a thermal frame waits for rgb."""


@pytest.fixture(scope="module")
def segmenter(checkpoint):
    return Segmenter.load(checkpoint, device="cpu")


def pixels(message: Image) -> np.ndarray:
    shape = (
        (message.height, message.width) if message.encoding == "mono8" else (message.height, message.width, 3)
    )
    return np.frombuffer(message.data, np.uint8).reshape(shape)


def play(rig, frames: int, rgb=lambda _: True, thermal=lambda _: True, first: int = 0) -> None:
    """Send pairs at 10 Hz; a camera is silent where its function says False."""
    for number in range(first, first + frames):
        rig.sleep(PERIOD)
        if rgb(number):
            rig.send("rgb", number)
        if thermal(number):
            rig.send("thermal", number)
        if not rgb(number):
            rig.sleep(RGB_WAIT)
        rig.settle()


def test_fused_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    play(rig, 3)
    for number, message in enumerate(rig.labels):
        expected = segmenter(rgb_picture(number), thermal_picture(number))
        assert expected.mode is Mode.FUSED
        assert len(np.unique(expected.labels)) > 1, "a picture of one class proves nothing"
        np.testing.assert_array_equal(pixels(message), expected.labels)
        assert message.encoding == "mono8"
    assert len(rig.labels) == 3


def test_thermal_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    play(rig, 6, rgb=lambda _: False)
    assert len(rig.labels) == 6
    for number, message in enumerate(rig.labels):
        np.testing.assert_array_equal(pixels(message), segmenter(None, thermal_picture(number)).labels)


def test_rgb_labels_are_the_segmenters_to_the_pixel(make_rig, segmenter):
    rig = make_rig().start()
    play(rig, 3)
    play(rig, 4, thermal=lambda _: False, first=3)
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
    assert values_of(rig.modes[0])["skew"] == "-0.007000"
    assert [m.header.stamp for m in rig.modes] == [m.header.stamp for m in rig.labels]


def test_modes_follow_an_rgb_outage_exactly(make_rig):
    rig = make_rig().start()
    play(rig, 3)
    # Two frames wait in vain for rgb, then the stream is known to be missing.
    for number in range(3, 8):
        rig.sleep(PERIOD)
        rig.send("thermal", number)
        rig.sleep(RGB_WAIT)
        rig.settle()
    play(rig, 4, first=8)
    modes = [values_of(message)["mode"] for message in rig.modes]
    assert modes == ["fused"] * 3 + ["thermal"] * 7 + ["fused"] * 2
    assert rig.mode_sequence == [
        ("fused", "both cameras ok"),
        ("thermal", "rgb unpaired"),
        ("thermal", "rgb missing"),
        ("fused", "both cameras ok"),
    ]


def test_modes_follow_a_dark_rgb_camera_exactly(make_rig):
    rig = make_rig().start()
    play(rig, 2)
    for number in range(2, 8):
        rig.sleep(PERIOD)
        dark = (rgb_picture(number) // 60).astype(np.uint8)
        rig.publish("rgb", encode_image(dark, "rgb8", stamp=rig.now, frame_id="rgb_optical"))
        rig.send("thermal", number)
        rig.settle()
    play(rig, 4, first=8)
    modes = [values_of(message)["mode"] for message in rig.modes]
    # The third dark frame leaves fused, the third bright one returns to it.
    assert modes == ["fused"] * 4 + ["thermal"] * 6 + ["fused"] * 2
    assert rig.mode_sequence[1] == ("thermal", "rgb dark")


def test_a_closed_thermal_shutter_leaves_rgb_and_every_frame_is_accounted_for(make_rig):
    rig = make_rig().start()
    play(rig, 2)
    for number in range(2, 10):
        rig.sleep(PERIOD)
        rig.publish(
            "thermal", encode_image(thermal_picture(1), "mono8", stamp=rig.now, frame_id="thermal_optical")
        )
        rig.send("rgb", number)
    rig.until(lambda: rig.mode_sequence[-1] == ("rgb", "thermal frozen"), "mode rgb")
    play(rig, 4, first=10)
    counts = rig.counts
    assert rig.mode_sequence == [
        ("fused", "both cameras ok"),
        ("rgb", "thermal frozen"),
        ("fused", "both cameras ok"),
    ]
    assert counts.received["thermal"] == 14
    assert (
        counts.published[Mode.FUSED] + counts.published[Mode.THERMAL] + counts.dropped_of("thermal")
        == counts.received["thermal"]
    )
    assert counts.published[Mode.RGB] > 0
    assert rig.stamps == sorted(set(rig.stamps))


def test_without_any_camera_the_mode_is_none_and_diagnostics_say_error(make_rig):
    rig = make_rig().start()
    play(rig, 2)
    rig.sleep(0.35)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert rig.mode_sequence[-1] == ("none", "thermal missing, rgb missing")
    rig.until(lambda: rig.diagnostics[-1].status[0].level == b"\x02", "diagnostics ERROR")
    assert rig.diagnostics[-1].status[0].message == "no output: thermal missing, rgb missing"


def test_the_end_of_all_modes_is_told_after_the_outputs_that_are_owed(make_rig):
    rig = make_rig().start()
    play(rig, 2)
    worker = rig.node.labelling._worker
    segmenter, gate = worker._segmenter, threading.Event()

    class Slow:
        def __call__(self, *pictures, confidence):
            gate.wait()
            return segmenter(*pictures, confidence=confidence)

    worker._segmenter = Slow()
    rig.sleep(PERIOD)
    rig.send("rgb", 2)
    rig.send("thermal", 2)
    rig.sleep(0.35)
    rig.until(lambda: rig.diagnostics[-1].status[0].level == b"\x02", "diagnostics ERROR")
    assert rig.mode_sequence == [("fused", "both cameras ok")]
    gate.set()
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert [values_of(message)["mode"] for message in rig.modes] == ["fused"] * 3 + ["none"]


def test_rgb_alone_is_not_used_where_it_is_forbidden(make_rig):
    rig = make_rig(fallback__allow_rgb=False).start()
    play(rig, 2)
    rig.sleep(0.35)
    rig.send("rgb", 9)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert len(rig.labels) == 2


def test_rgb_of_another_size_is_brought_onto_the_thermal_grid(make_rig, segmenter):
    rig = make_rig().start()
    rig.sleep(PERIOD)
    large = rgb_picture(1, 96, 160)
    rig.publish("rgb", encode_image(large, "rgb8", stamp=rig.now, frame_id="rgb_optical"))
    rig.send("thermal", 1)
    rig.settle()
    thermal = thermal_picture(1)
    expected = segmenter(align_rgb(large, thermal.shape), thermal).labels
    np.testing.assert_array_equal(pixels(rig.labels[0]), expected)


def test_16_bit_thermal_is_labelled_in_its_own_depth(make_rig, segmenter):
    rig = make_rig().start()
    rig.sleep(PERIOD)
    counts = (thermal_picture(2).astype(np.uint16) * 10) + 28_000
    rig.send("rgb", 2)
    rig.publish("thermal", encode_image(counts, "mono16", stamp=rig.now, frame_id="thermal_optical"))
    rig.settle()
    np.testing.assert_array_equal(pixels(rig.labels[0]), segmenter(rgb_picture(2), counts).labels)


def test_confidence_and_overlay_come_with_a_subscriber(make_rig, segmenter):
    rig = make_rig().start()
    play(rig, 1)
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
    play(rig, 1, first=1)
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
    play(rig, 2)
    assert len(rig.labels) == 2


def test_who_comes_late_still_gets_the_mode(make_rig):
    rig = make_rig().start()
    play(rig, 2)
    late: list = []
    rig.listen(DiagnosticArray, "segmentation/mode", late, LATCHED_QOS)
    rig.until(lambda: rig.modes[-1] in late, "the latched mode")
    assert late[-1] == rig.modes[-1]


def test_a_looping_recording_is_labelled_in_every_round(make_rig):
    rig = make_rig().start()
    begin = rig.now
    for _ in range(2):
        rig.now = begin
        play(rig, 5)
    assert len(rig.labels) == 10
    assert rig.stamps[:5] == rig.stamps[5:]
    assert {values_of(message)["mode"] for message in rig.modes} == {"fused"}


def test_disabled_it_ignores_frames_until_enabled(make_rig):
    rig = make_rig().start()
    client = rig.peer.create_client(SetBool, "/segmentation/enable")
    rig.until(client.service_is_ready, "the enable service")

    def switch(on: bool) -> str:
        future = client.call_async(SetBool.Request(data=on))
        rig.until(future.done, "an answer of the enable service")
        assert future.result().success
        return future.result().message

    play(rig, 1)
    assert switch(on=False) == "disabled: frames are ignored"
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "disabled"), "the end of the mode")
    rig.send_unheeded("rgb", 5)
    assert switch(on=True) == "enabled"
    play(rig, 1, first=6)
    assert len(rig.labels) == 2
    assert rig.counts.received["rgb"] == 2
