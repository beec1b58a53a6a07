"""Pick the branch of the network that the health of the two streams allows.

What the states mean stands in health.py, when they change in stream_health.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.mode import Mode
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from csk_ros.stream.stream_health import StreamHealth

BOTH_OK = "both cameras ok"
"""The reason of the fused mode."""


@dataclass(frozen=True)
class Decision:
    """The mode in force and why; no mode means that nothing can be published."""

    mode: Mode | None
    reason: str


def choose_mode(thermal: StreamHealth, rgb: StreamHealth, *, allow_rgb: bool) -> Decision:
    """Pick the mode: fused, else thermal, else rgb (if allowed), else none."""
    if thermal.state is Health.WAITING:
        return Decision(None, f"thermal {thermal.state}")
    if thermal.state is Health.OK:
        if rgb.state is Health.OK:
            return Decision(Mode.FUSED, BOTH_OK)
        return Decision(Mode.THERMAL, f"rgb {rgb.state}")
    if allow_rgb and rgb.state is Health.OK:
        return Decision(Mode.RGB, f"thermal {thermal.state}")
    return Decision(None, f"thermal {thermal.state}, rgb {rgb.state}")
