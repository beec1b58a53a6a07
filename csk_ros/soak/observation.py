"""What a soak saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.live.node_counts import NodeCounts
from csk_ros.soak.fault_round import ROUND
from csk_ros.soak.latency_by_mode import LatencyByMode

if TYPE_CHECKING:
    from csk_ros.live.process_sample import ProcessSample
    from csk_ros.recording.recorded_image import RecordedStream

WARM_UP = 2 * ROUND
"""Seconds until everything that can happen has happened twice, and its memory is there to be used again."""

LONGEST_WARM_UP = 0.25
"""Share of a short run that may be left out."""


@dataclass
class Observation:
    """Filled while the soak runs."""

    planned: float
    """Seconds that the cameras are to run."""
    seconds: float = 0.0
    """Seconds that they have run."""
    samples: list[ProcessSample] = field(default_factory=list)
    """Of the node's process, in order of time."""
    sent: dict[RecordedStream, int] = field(default_factory=dict)
    """Pictures that the cameras have published."""
    labels: int = 0
    """Label images that arrived."""
    latency: LatencyByMode = field(default_factory=LatencyByMode)
    """From a picture's stamp to the arrival of its labels."""
    counts: NodeCounts = field(default_factory=NodeCounts)
    """The node's newest account of its frames."""
    own_latency: list[tuple[float, float]] = field(default_factory=list)
    """What the node says of itself, once a sample: p50 and p95 of its last outputs in milliseconds."""
    facts: dict[str, str] = field(default_factory=dict)
    """Model, device and decoder, in the node's words."""
    settled: bool = False
    """Whether the node has noticed that the cameras are gone and accounted for every frame."""
    death: str | None = None
    """How the node ended before its time, with the end of its log."""

    @property
    def warm_up(self) -> float:
        """Seconds whose samples say nothing of a trend."""
        return min(WARM_UP, LONGEST_WARM_UP * self.planned)

    @property
    def steady(self) -> list[ProcessSample]:
        """The samples after the warm-up."""
        return [sample for sample in self.samples if sample.time > self.warm_up]
