"""Whether the frames that came in are those that went out and those that were dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.soak.observation import Observation


def accounting_failures(observation: Observation) -> list[str]:
    """What does not add up, a sentence each.

    Every thermal frame that the node received is published in the mode fused or thermal, or dropped with a
    reason; every label image that it published arrived.

    Args:
        observation: of a node that lived to the end.
    """
    counts = observation.counts
    reasons = []
    if counts.unaccounted:
        received = counts.received.get("thermal", 0)
        dropped = sum(counts.dropped.get("thermal", {}).values())
        reasons.append(
            f"thermal frames: received {received}, published {received - dropped - counts.unaccounted} in "
            f"fused and thermal mode, dropped {dropped}: {counts.unaccounted} are not accounted for"
        )
    if counts.outputs != observation.labels:
        reasons.append(f"labels: published {counts.outputs}, arrived {observation.labels}")
    if not observation.labels:
        reasons.append("labels: none arrived")
    if not reasons and not observation.settled:
        reasons.append("frames: the node did not notice in time that the cameras had stopped")
    return reasons
