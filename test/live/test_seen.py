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
