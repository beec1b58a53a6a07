"""Nothing waits too long, nothing comes out stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.stream.frame import nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Step


class TheWaitForRgbIsBounded(Invariant):
    """The wait of a frame for its partner never exceeds `rgb_wait` on the node's clock."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Look at when the anchor of every job came."""
        bound = nanoseconds(self.scenario.settings.pairing.rgb_wait)
        for owed in step.owed:
            waited = facts.waited(owed.anchor.number, step)
            if waited > bound:
                yield f"picture {owed.anchor.number} waited {waited} ns, bound {bound} ns"


class OutputsAreFresh(Invariant):
    """No output is older than the wait for rgb and the time of two inferences.

    One of the two is that of the job before, during which newer work replaces older.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        inference = 2 * nanoseconds(scenario.inference.longest)
        self._bound = nanoseconds(scenario.settings.pairing.rgb_wait) + inference
        self._owed: dict[str, tuple[int, int]] = {}
        """When an output was first owed, and how long its anchor had waited by then."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Look at when the anchor of every output came."""
        for owed in step.owed:
            waited = facts.waited(owed.anchor.number, step)
            self._owed.setdefault(str(owed.anchor.number), (step.time, waited))
        for output in step.outputs:
            since, waited = self._owed[output.frame_id]
            age = waited + step.time - since
            if age > self._bound:
                yield f"picture {output.frame_id} went out {age} ns old, bound {self._bound} ns"
