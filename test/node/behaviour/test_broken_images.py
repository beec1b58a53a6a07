"""A broken picture costs itself: it is counted and reported, and the next good one is labelled."""

from __future__ import annotations

import pytest

from csk_ros.messages.image_encoding import encode_image
from support.pictures import thermal_picture
from support.rig import values_of


def broken(kind: str, stamp: int):
    message = encode_image(thermal_picture(0), "mono8", stamp=stamp, frame_id="thermal_optical")
    if kind == "wrong size":
        message.height *= 2
    elif kind == "wrong encoding":
        message.encoding = "heat9"
    elif kind == "rgb encoding":
        message.encoding = "bayer_rggb8"
    elif kind == "truncated":
        message.data = message.data[:-1]
    elif kind == "zero size":
        message.width = message.height = message.step = 0
        message.data = message.data[:0]
    elif kind == "short step":
        message.step -= 1
    elif kind == "huge":
        message.width = message.height = message.step = 2**31
    return message


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("wrong size", "truncated"),
        ("wrong encoding", "encoding"),
        ("rgb encoding", "encoding"),
        ("truncated", "truncated"),
        ("zero size", "zero_size"),
        ("short step", "step"),
        ("huge", "too_large"),
    ],
)
def test_a_broken_thermal_picture_costs_itself_alone(make_rig, kind, reason):
    rig = make_rig().start()
    rig.sleep(0.1)
    rig.publish("thermal", broken(kind, rig.now))
    rig.sleep(0.1)
    rig.send("rgb", 1)
    rig.send("thermal", 1)
    rig.settle()
    assert rig.stamps == [rig.now]
    assert rig.counts.dropped == {("thermal", reason): 1}
    key = f"dropped.thermal.{reason}"
    rig.until(lambda: key in values_of(rig.diagnostics[-1]), "the drop in diagnostics")
    assert values_of(rig.diagnostics[-1])[key] == "1"


def test_a_broken_rgb_picture_leaves_the_answer_to_thermal(make_rig):
    rig = make_rig().start()
    rig.sleep(0.1)
    message = encode_image(thermal_picture(0), "mono8", stamp=rig.now, frame_id="rgb_optical")
    message.encoding = "heat9"
    rig.publish("rgb", message)
    rig.send("thermal", 1)
    rig.sleep(0.06)
    rig.settle()
    assert rig.mode_sequence == [("thermal", "rgb awaited")]
    assert rig.counts.dropped == {("rgb", "encoding"): 1}


@pytest.mark.parametrize("stamp", [0, "again"])
def test_an_unusable_stamp_is_counted(make_rig, stamp):
    rig = make_rig().start()
    rig.sleep(0.1)
    rig.send("rgb", 1)
    rig.send("thermal", 1)
    rig.settle()
    reason = "zero stamp" if stamp == 0 else "repeated stamp"
    rig.send("thermal", 2, stamp=0 if stamp == 0 else rig.now)
    rig.settle()
    assert rig.counts.dropped == {("thermal", reason): 1}
    assert len(rig.labels) == 1
