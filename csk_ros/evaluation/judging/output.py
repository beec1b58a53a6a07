"""An answer of the node: which labels came when, in which mode and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from csk_ros.stream.frame import Stream


def anchor_of(mode: Mode) -> Stream:
    """The camera whose stamps and pixels an output of that mode has."""
    return "rgb" if mode is Mode.RGB else "thermal"


@dataclass(frozen=True)
class Output:
    """Labels that were published."""

    stamp: int
    time: float
    """Seconds since the first input when they were."""
    mode: Mode
    reason: str
    anchored: float | None
    """The same of the picture that they belong to: when it arrived; None if it was not seen."""

    @property
    def anchor(self) -> Stream:
        """The camera that the labels belong to."""
        return anchor_of(self.mode)

    @property
    def latency(self) -> float | None:
        """Seconds from the picture's arrival to the labels'; None if the picture was not seen."""
        return None if self.anchored is None else self.time - self.anchored
