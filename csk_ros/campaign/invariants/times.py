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
        waits = [step.settings.pairing.rgb_wait]
        if facts.changed_settings:
            # What waited by the old ones leaves at once.
            waits.append(facts.settings_before.pairing.rgb_wait)
        bound = nanoseconds(max(waits))
        for owed in step.owed:
            waited = facts.waited(owed.anchor.number, step)
            if waited > bound:
                yield f"picture {owed.anchor.number} waited {waited} ns, bound {bound} ns"


class OutputsAreFresh(Invariant):
    """No output comes later after it is owed than two inferences take.

    One of the two is that of the job before, during which newer work replaces older.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._bound = 2 * nanoseconds(scenario.inference.longest)
        self._owed: dict[str, int] = {}
        """When an output was first owed."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - times are enough
        """Look at when every output was owed."""
        for owed in step.owed:
            self._owed.setdefault(str(owed.anchor.number), step.time)
        for output in step.outputs:
            late = step.time - self._owed[output.frame_id]
            if late > self._bound:
                yield f"picture {output.frame_id} went out {late} ns late, bound {self._bound} ns"
