"""Which mode the real node is in, output by output, through real DDS."""

from __future__ import annotations

import threading

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray

from csk_ros.messages.image_encoding import encode_image
from csk_ros.mode import Mode
from support.pictures import rgb_picture, thermal_picture
from support.rig import EVERY_MODE, PERIOD, RGB_WAIT, values_of


def test_modes_follow_an_rgb_outage_exactly(make_rig):
    rig = make_rig().start()
    rig.play(3)
    # Two frames wait in vain for rgb, then the stream is known to be missing.
    for number in range(3, 8):
        rig.sleep(PERIOD)
        rig.send("thermal", number)
        rig.sleep(RGB_WAIT)
        rig.settle()
    rig.play(4, first=8)
    modes = [values_of(message)["mode"] for message in rig.sources]
    assert modes == ["fused"] * 3 + ["thermal"] * 7 + ["fused"] * 2
    assert rig.mode_sequence == [
        ("fused", "both cameras ok"),
        ("thermal", "rgb unpaired"),
        ("thermal", "rgb missing"),
        ("fused", "both cameras ok"),
    ]


def test_modes_follow_a_dark_rgb_camera_exactly(make_rig):
    rig = make_rig().start()
    rig.play(2)
    for number in range(2, 8):
        rig.sleep(PERIOD)
        dark = (rgb_picture(number) // 60).astype(np.uint8)
        rig.publish("rgb", encode_image(dark, "rgb8", stamp=rig.now, frame_id="rgb_optical"))
        rig.send("thermal", number)
        rig.settle()
    rig.play(4, first=8)
    modes = [values_of(message)["mode"] for message in rig.sources]
    # The third dark frame leaves fused, the third bright one returns to it.
    assert modes == ["fused"] * 4 + ["thermal"] * 6 + ["fused"] * 2
    assert rig.mode_sequence[1] == ("thermal", "rgb dark")


def test_a_closed_thermal_shutter_leaves_rgb_and_every_frame_is_accounted_for(make_rig):
    rig = make_rig().start()
    rig.play(2)
    for number in range(2, 10):
        rig.sleep(PERIOD)
        rig.publish(
            "thermal", encode_image(thermal_picture(1), "mono8", stamp=rig.now, frame_id="thermal_optical")
        )
        rig.send("rgb", number)
    rig.until(lambda: rig.mode_sequence[-1] == ("rgb", "thermal frozen"), "mode rgb")
    rig.play(4, first=10)
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
    rig.play(2)
    rig.sleep(0.35)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert rig.mode_sequence[-1] == ("none", "thermal missing, rgb missing")
    rig.until(lambda: rig.diagnostics[-1].status[0].level == b"\x02", "diagnostics ERROR")
    assert rig.diagnostics[-1].status[0].message.startswith("no output: thermal missing, rgb missing")


def test_the_end_of_all_modes_is_told_after_the_outputs_that_are_owed(make_rig):
    rig = make_rig().start()
    rig.play(2)
    runner = rig.node.labelling._worker._runner
    segmenter, gate = runner._segment, threading.Event()

    class Slow:
        def __call__(self, *pictures, **options):
            gate.wait()
            return segmenter(*pictures, **options)

    runner._segment = Slow()
    rig.sleep(PERIOD)
    rig.send("rgb", 2)
    rig.send("thermal", 2)
    rig.sleep(0.35)
    rig.until(lambda: rig.diagnostics[-1].status[0].level == b"\x02", "diagnostics ERROR")
    assert rig.mode_sequence == [("fused", "both cameras ok")]
    gate.set()
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert [values_of(message)["mode"] for message in rig.sources] == ["fused"] * 3


def test_rgb_alone_is_not_used_where_it_is_forbidden(make_rig):
    rig = make_rig(fallback__allow_rgb=False).start()
    rig.play(2)
    rig.sleep(0.35)
    rig.send("rgb", 9)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert len(rig.labels) == 2


def test_who_comes_late_gets_the_mode_in_force_and_nothing_older(make_rig):
    rig = make_rig().start()
    rig.play(6)
    rig.sleep(0.35)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    late: list[DiagnosticArray] = []
    rig.listen(DiagnosticArray, "segmentation/mode", late, EVERY_MODE)
    rig.until(lambda: bool(late), "the latched mode")
    assert late == rig.modes[-1:]


def test_every_output_has_its_source_and_the_end_of_all_modes_is_no_source(make_rig):
    rig = make_rig().start()
    rig.play(2)
    rig.play(1, rgb=lambda _: False, first=2)
    rig.sleep(0.35)
    rig.until(lambda: rig.mode_sequence[-1][0] == "none", "mode none")
    assert [message.header for message in rig.sources] == [labels.header for labels in rig.labels]
    assert [values_of(message) for message in rig.sources] == [
        *[{"mode": "fused", "reason": "both cameras ok", "skew": "0.000000"}] * 2,
        {"mode": "thermal", "reason": "rgb unpaired"},
    ]


def test_a_looping_recording_is_labelled_in_every_round(make_rig):
    rig = make_rig().start()
    begin = rig.now
    for _ in range(2):
        rig.now = begin
        rig.play(5)
    assert len(rig.labels) == 10
    assert rig.stamps[:5] == rig.stamps[5:]
    assert {values_of(message)["mode"] for message in rig.sources} == {"fused"}
