"""Rows that show nothing."""

from __future__ import annotations

import pytest

from csk_ros.stream.telemetry import NO_TELEMETRY, Telemetry


@pytest.mark.parametrize(
    ("telemetry", "expected"),
    [(NO_TELEMETRY, [0, 1, 2, 3]), (Telemetry(1, 2), [1]), (Telemetry(3, 3), []), (Telemetry(bottom=9), [])],
)
def test_the_scene_is_what_lies_between_them(telemetry, expected):
    assert list(range(4))[telemetry.rows(4)] == expected
