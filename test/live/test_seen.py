from __future__ import annotations

import pytest

pytest.importorskip("diagnostic_msgs", reason="needs ROS 2's messages")

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from csk_ros.live.seen import SeenDiagnostics
from csk_ros.messages.stamp_message import to_stamp


def test_a_status_becomes_plain_data():
    message = DiagnosticArray()
    message.header.stamp = to_stamp(12_000_000_345)
    status = DiagnosticStatus(
        level=DiagnosticStatus.WARN,
        message="thermal: rgb dark",
        values=[KeyValue(key="mode", value="thermal")],
    )
    seen = SeenDiagnostics.of(message.header, status, time=7)
    assert seen == SeenDiagnostics(12_000_000_345, 7, 1, "thermal: rgb dark", {"mode": "thermal"})


def status(**values):
    return SeenDiagnostics(
        1, 2, 0, "fused: ok", {key.replace("__", "."): value for key, value in values.items()}
    )


def test_a_status_knows_counts_absent_cameras_and_durations():
    word = status(published__fused="3", rgb__state="missing", thermal__state="ok", latency__p50="24.5 ms")
    assert word.counts.outputs == 3
    assert (word.misses("rgb"), word.misses("thermal")) == (True, False)
    assert not SeenDiagnostics(1, 2, 3, "no frame yet", {}).misses("rgb")
    assert word.milliseconds("latency.p50") == 24.5
    with pytest.raises(KeyError, match=r"latency\.p95"):
        word.milliseconds("latency.p95")
