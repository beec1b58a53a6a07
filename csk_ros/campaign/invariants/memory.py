"""Memory is bounded, whatever comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.stream.pairing import MAX_RGB_FRAMES, MAX_WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.step import Step

MAX_JOBS = 2
"""One that waits for the network and one in it; a pair each."""

MAX_ALIVE = MAX_RGB_FRAMES + MAX_WAITING + 2 * MAX_JOBS


class QueuesAreBounded(Invariant):
    """Never more than 32 thermal frames wait, and never more pictures are held than the queues allow."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - the counts are enough
        """Count what is alive."""
        if step.waiting > MAX_WAITING:
            yield f"{step.waiting} thermal frames wait, at most {MAX_WAITING} may"
        if step.under_way > MAX_JOBS:
            yield f"{step.under_way} jobs are under way, at most {MAX_JOBS} may be"
        if step.frames_alive > MAX_ALIVE:
            yield f"{step.frames_alive} pictures are held, at most {MAX_ALIVE} may be"
