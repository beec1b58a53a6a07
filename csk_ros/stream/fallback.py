"""Pick the branch of the network that the health of the two streams allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.mode import Mode
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from csk_ros.stream.stream_health import StreamHealth

BOTH_OK = "both cameras ok"


@dataclass(frozen=True)
class Decision:
    """The mode in force and why; no mode means that nothing can be published."""

    mode: Mode | None
    reason: str


def choose_mode(thermal: StreamHealth, rgb: StreamHealth, *, allow_rgb: bool) -> Decision:
    """Pick the mode: fused, else thermal, else rgb (if allowed), else none.

    A stream on its way back (good frames, but not yet enough of them) serves only where the other
    one does not: nothing flaps while there is a choice, and nothing is withheld while there is none.
    """
    if thermal.state is Health.WAITING:
        return Decision(None, f"thermal {thermal.state}")
    if thermal.state is Health.OK:
        # A colour camera that is awaited is worth the pairer's short wait, so both count as up.
        if rgb.state in (Health.OK, Health.WAITING):
            return Decision(Mode.FUSED, BOTH_OK)
        return Decision(Mode.THERMAL, f"rgb {rgb.state}")
    if allow_rgb and rgb.state is Health.OK:
        return Decision(Mode.RGB, f"thermal {thermal.state}")
    both = f"thermal {thermal.state}, rgb {rgb.state}"
    if thermal.recovering:
        return Decision(Mode.THERMAL, both)
    if allow_rgb and rgb.recovering:
        return Decision(Mode.RGB, both)
    return Decision(None, both)
