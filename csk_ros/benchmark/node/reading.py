"""What one run of the cameras has shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WARM_UP = 1.0
"""Seconds at the beginning of a run that do not count: the node has to find that the cameras are back."""


class BenchmarkError(Exception):
    """A reading did not come about; the message says what was expected and what came."""


@dataclass(frozen=True)
class OwnFigures:
    """What the node and its process tell of themselves; times in milliseconds."""

    latency_p50: float
    """Inside the node, from a picture's arrival to its published labels: the last 200."""
    inference_p50: float
    """The network's part of that."""
    processors: float
    """Processor seconds of the node per second."""
    memory_growth: float
    """MiB of the node from the run's beginning to its end."""


@dataclass(frozen=True)
class Reading:
    """Figures of one rate of one set of cameras; times in milliseconds."""

    namespace: str
    """Of the node."""
    cameras: str
    """`fused` for both, `thermal` for thermal alone."""
    rate: float
    """Pictures a second of each camera."""
    seconds: float
    """That were counted, without the warm-up."""
    frames: int
    """Thermal pictures sent in that time."""
    outputs: int
    """Of them with labels."""
    age_p50: float
    """From a picture's stamp, just before it was sent, to the arrival of its labels at a subscriber."""
    age_p95: float
    age_p99: float
    age_p50_first: float
    """Of the first third."""
    age_p50_last: float
    """Of the last third: does it grow?"""
    own: OwnFigures

    @property
    def achieved(self) -> float:
        """Outputs a second."""
        return self.outputs / self.seconds

    @property
    def missed(self) -> int:
        """Thermal pictures without labels."""
        return self.frames - self.outputs

    @property
    def own_cost(self) -> float:
        """What the node takes for a picture over what the network takes."""
        return self.own.latency_p50 / self.own.inference_p50

    @property
    def stale(self) -> float:
        """The 99th percentile of the age over what the network takes."""
        return self.age_p99 / self.own.inference_p50

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        names = ("achieved", "missed", "own_cost", "stale")
        fields = asdict(self)
        own = fields.pop("own")
        return {**fields, **own, **{name: getattr(self, name) for name in names}}


def read(
    *,
    namespace: str,
    cameras: str,
    rate: float,
    stamps: Sequence[int],
    ages: Mapping[int, int],
    own: OwnFigures,
) -> Reading:
    """Count and time what came of the pictures that were sent.

    Args:
        namespace: see `Reading`.
        cameras: see `Reading`.
        rate: see `Reading`.
        stamps: of the thermal pictures, in ns, in order; the first second of them does not count.
        ages: of the labels that arrived, in ns, by stamp.
        own: see `Reading`.

    Raises:
        ValueError: no labels arrived after the warm-up.
    """
    # By their number, not by their stamp: the first picture may have been sent late.
    counted = stamps[round(WARM_UP * rate) :]
    milliseconds = np.array([ages[stamp] / 1e6 for stamp in counted if stamp in ages])
    if not milliseconds.size:
        raise ValueError(f"no labels came to {len(counted)} pictures at {rate:g} Hz")
    third = max(1, len(milliseconds) // 3)
    p50, p95, p99 = np.percentile(milliseconds, (50, 95, 99))
    return Reading(
        namespace=namespace,
        cameras=cameras,
        rate=rate,
        seconds=len(counted) / rate,
        frames=len(counted),
        outputs=len(milliseconds),
        age_p50=float(p50),
        age_p95=float(p95),
        age_p99=float(p99),
        age_p50_first=float(np.median(milliseconds[:third])),
        age_p50_last=float(np.median(milliseconds[-third:])),
        own=own,
    )
