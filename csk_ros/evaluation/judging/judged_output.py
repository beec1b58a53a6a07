"""An output with what the evaluation knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.output import Output

if TYPE_CHECKING:
    from csk_ros.evaluation.metrics.lighting import Lighting


@dataclass(frozen=True)
class JudgedOutput(Output):
    """Labels that were published for a moment of known light."""

    skew: float | None
    """RGB stamp minus thermal stamp in seconds; None unless fused."""
    lighting: Lighting
    """Of the newest colour picture that had come."""
