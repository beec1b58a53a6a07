"""Levels and values of the node's diagnostic status."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.mode import Mode
from csk_ros.node.diagnostics import Snapshot, segmentation_status
from csk_ros.stream.fallback import Decision
from csk_ros.stream.frame_ledger import FrameLedger
from csk_ros.stream.stream_health import StreamHealth
from csk_ros.stream.stream_pipeline import AWAITED
from support.rig import MS, START


def snapshot(
    decision: Decision,
    *,
    frames: int = 20,
    rgb_gaps: float = 0.0,
    failure: str | None = None,
    rgb_unused: str | None = None,
    contradictions: tuple[str, ...] = (),
) -> Snapshot:
    ledger = FrameLedger()
    rgb, thermal = StreamHealth(), StreamHealth()
    for number in range(frames):
        for name, stream in (("rgb", rgb), ("thermal", thermal)):
            ledger.receive(name)
            stream.see(np.full((4, 4), number, np.uint8), START + number * 100 * MS)
    ledger.drop("thermal", "superseded")
    ledger.publish(Mode.FUSED)
    return Snapshot(
        decision,
        rgb,
        thermal,
        ledger.counts(),
        gaps={"rgb": rgb_gaps, "thermal": 0.29},
        skew=-2_500_000,
        latency=(40.0, 55.5),
        inference=(36.0, 50.25),
        failure=failure,
        rgb_unused=rgb_unused,
        facts={"device": "cpu"},
        contradictions=contradictions,
    )


@pytest.mark.parametrize(
    ("decision", "level", "message"),
    [
        (Decision(Mode.FUSED, "both cameras ok"), b"\x00", "fused: both cameras ok"),
        (Decision(Mode.THERMAL, "rgb dark"), b"\x01", "thermal: rgb dark"),
        (Decision(Mode.RGB, "thermal frozen"), b"\x01", "rgb: thermal frozen"),
        (
            Decision(None, "thermal missing, rgb missing"),
            b"\x02",
            "no output: thermal missing, rgb missing",
        ),
    ],
)
def test_the_level_says_how_the_answer_is_made(decision, level, message):
    status = segmentation_status("node: segmentation", "cpu", snapshot(decision), START + 1900 * MS)
    assert (status.level, status.message, status.hardware_id) == (level, message, "cpu")


def test_until_a_frame_has_come_it_is_stale_also_after_a_pause():
    status = segmentation_status("node", "cpu", snapshot(AWAITED), START + 1900 * MS)
    assert (status.level, status.message) == (b"\x03", "no frame yet")


def test_an_age_is_missing_and_not_negative_where_the_clock_has_gone_back():
    fused = snapshot(Decision(Mode.FUSED, "both cameras ok"))
    values = {item.key: item.value for item in segmentation_status("node", "cpu", fused, START - 1).values}
    assert (values["rgb.age"], values["thermal.age"]) == ("", "")


def test_fused_outputs_that_thermal_has_to_answer_are_a_warning():
    unused = snapshot(Decision(Mode.FUSED, "both cameras ok"), rgb_unused="rgb unregistered")
    status = segmentation_status("node", "cpu", unused, START + 1900 * MS)
    assert (status.level, status.message) == (b"\x01", "thermal: rgb unregistered")


def test_a_stream_that_loses_frames_on_the_way_is_a_warning():
    lossy = snapshot(Decision(Mode.FUSED, "both cameras ok"), rgb_gaps=0.45)
    status = segmentation_status("n", "cpu", lossy, START)
    assert status.level == b"\x01"
    assert status.message == "fused: both cameras ok; rgb frames get lost, see 'Large images' in the README"


def test_images_that_contradict_their_messages_are_a_warning():
    doubtful = snapshot(Decision(Mode.FUSED, "both cameras ok"), contradictions=("rgb: a", "thermal: b"))
    status = segmentation_status("n", "cpu", doubtful, START)
    assert (status.level, status.message) == (b"\x01", "fused: both cameras ok; rgb: a; thermal: b")


def test_an_answer_that_fails_is_an_error_though_both_cameras_are_ok():
    failing = snapshot(Decision(Mode.FUSED, "both cameras ok"), failure="inference failed")
    status = segmentation_status("n", "cpu", failing, START)
    assert (status.level, status.message) == (b"\x02", "no output: inference failed")


def test_before_the_first_frame_it_is_stale():
    empty = snapshot(Decision(None, "thermal awaited"), frames=0)
    assert segmentation_status("n", "cpu", empty, START).level == b"\x03"


def test_values_are_those_of_the_streams():
    decision = Decision(Mode.FUSED, "both cameras ok")
    status = segmentation_status("n", "cpu", snapshot(decision), START + 2000 * MS)
    assert {value.key: value.value for value in status.values} == {
        "mode": "fused",
        "reason": "both cameras ok",
        "rgb.state": "ok",
        "rgb.rate": "10.00 Hz",
        "rgb.gaps": "0%",
        "rgb.age": "0.100 s",
        "thermal.state": "ok",
        "thermal.rate": "10.00 Hz",
        "thermal.gaps": "29%",
        "thermal.age": "0.100 s",
        "skew": "-0.002500 s",
        "latency.p50": "40.0 ms",
        "latency.p95": "55.5 ms",
        "inference.p50": "36.0 ms",
        "inference.p95": "50.2 ms",
        "received.rgb": "20",
        "received.thermal": "20",
        "published.fused": "1",
        "dropped.thermal.superseded": "1",
        "device": "cpu",
    }
