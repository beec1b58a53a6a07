"""What an evaluation saw of one pass of a recording through the node, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.truth_count import TruthCount
from csk_ros.stream.frame_ledger import FrameCounts

if TYPE_CHECKING:
    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.judging.mode_span import Silence
    from csk_ros.evaluation.metrics.accuracy import Accuracy
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.stream.frame import Stream


@dataclass
class Run:
    """Times are in seconds since the first input."""

    accuracy: Accuracy
    """Empty without ground truth."""
    agreement: Confusion | None = None
    """Thermal's answers held against the fused ones; None if nobody asked thermal."""
    inputs: dict[Stream, list[float]] = field(default_factory=lambda: {"rgb": [], "thermal": []})
    """When each picture arrived."""
    outputs: list[JudgedOutput] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    counts: FrameCounts = field(default_factory=FrameCounts)
    """The node's own, at the end."""
    truth: TruthCount = field(default_factory=TruthCount)
    """What became of the ground truth."""

    @property
    def duration(self) -> float:
        """Seconds from the first input to the last."""
        return max((times[-1] for times in self.inputs.values() if times), default=0.0)
