"""What a soak found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.soak.accounting import accounting_failures
from csk_ros.soak.floor_growth import FloorGrowth
from csk_ros.soak.memory_trend import MemoryTrend

if TYPE_CHECKING:
    from csk_ros.live.process_sample import ProcessSample
    from csk_ros.soak.observation import Observation


def failures(observation: Observation) -> list[str]:
    """Every rule that the node broke, a sentence each; none if it passed.

    A node that died owes no account of its frames: its last word is up to a second old.
    """
    reasons = accounting_failures(observation) if observation.death is None else [observation.death]
    steady = observation.steady
    if len(steady) >= 2:
        return reasons + _growth(steady)
    if observation.death is None:
        reasons.append(f"samples: expected two at least after the warm-up, got {len(steady)}")
    return reasons


def _growth(steady: list[ProcessSample]) -> list[str]:
    reasons = []
    trend = MemoryTrend.of(steady)
    if trend.growth > trend.allowance:
        reasons.append(
            f"memory: grew by {trend.growth:.1f} MiB in {trend.hours * 60:.1f} min after the warm-up, "
            f"{trend.slope:+.1f} MiB/h; {trend.allowance:.1f} MiB are allowed"
        )
    for name, held in (
        ("threads", [sample.threads for sample in steady]),
        ("file handles", [sample.files for sample in steady]),
    ):
        floor = FloorGrowth.of(held)
        if floor.grew:
            reasons.append(
                f"{name}: at least {floor.first} in the first quarter after the warm-up and "
                f"{floor.last} in the last"
            )
    return reasons
