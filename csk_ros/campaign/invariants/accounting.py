"""Every thermal frame is accounted for, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Step
    from csk_ros.stream.frame import Stream


class EveryThermalFrameEnds(Invariant):
    """A thermal frame yields exactly one output or one drop with a reason."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._arrived = 0
        self._outputs = 0
        self._unfinished = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - counts are enough
        """Hold arrivals, as the script has them, against outputs, drops and what is under way."""
        self._arrived += step.arrived is not None and step.arrived.stream == "thermal"
        self._outputs += sum(output.mode is not Mode.RGB for output in step.outputs)
        dropped = step.counts.dropped_of("thermal")
        if any(not reason for stream, reason in step.counts.dropped if stream == "thermal"):
            yield "a thermal frame was dropped without a reason"
        self._unfinished = self._arrived - self._outputs - dropped
        if self._unfinished != step.waiting + step.under_way:
            yield (
                f"{self._arrived} thermal frames arrived, {self._outputs} are outputs, {dropped} drops, "
                f"{step.waiting} wait and {step.under_way} are under way"
            )

    def end(self) -> Iterator[str]:
        """Nothing may wait for ever."""
        if self._unfinished:
            yield f"{self._unfinished} thermal frames never came to an end"


class NothingFails(Invariant):
    """A frame that was let in does not fail on its way to its labels."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - a failure is one anywhere
        """Pass on what was reported."""
        yield from step.failures


class NoFrameAnswersTwice(Invariant):
    """No frame is the anchor of two outputs."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._answered: set[str] = set()

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - frame_ids are enough
        """Every message has a frame_id of its own here."""
        for output in step.outputs:
            if output.frame_id in self._answered:
                yield f"picture {output.frame_id} was answered a second time"
            self._answered.add(output.frame_id)


class PublishedIsCounted(Invariant):
    """The ledger counts what was received and published, in every mode."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._received: dict[Stream, int] = {"rgb": 0, "thermal": 0}
        self._published = dict.fromkeys(Mode, 0)

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - counts are enough
        """Hold the ledger against what came and what went."""
        if step.arrived is not None:
            self._received[step.arrived.stream] += 1
        for output in step.outputs:
            self._published[output.mode] += 1
        if any(step.counts.received[stream] != n for stream, n in self._received.items()):
            yield f"{self._received} came, the ledger says {dict(step.counts.received)}"
        if any(step.counts.published[mode] != n for mode, n in self._published.items()):
            yield f"{self._published} were published, the ledger says {dict(step.counts.published)}"
