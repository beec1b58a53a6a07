"""The changes of mode that faults ask for, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.recording.fault import Fault


@dataclass(frozen=True)
class ExpectedChange:
    """A mode that suits the cameras from a fault's beginning or end on."""

    fault: Fault
    mode: str
    delay: float | None
    """Seconds until it was in force; None: it never came."""
    is_due: bool
    """Whether the recording went on for so long; of what lies beyond its end nothing can be told."""

    @property
    def is_missing(self) -> bool:
        """Whether the mode should have come and did not."""
        return self.is_due and self.delay is None


def expected_changes(passage: Passage) -> list[tuple[ExpectedChange, ExpectedChange]]:
    """What was expected at the beginning and at the end of every fault, in the order of the script."""
    duration = passage.run.duration
    return [
        (
            ExpectedChange(
                reaction.fault, reaction.mode, reaction.delay, is_due=reaction.fault.start < duration
            ),
            ExpectedChange(
                reaction.fault,
                reaction.return_mode,
                reaction.return_delay,
                is_due=reaction.fault.end < duration,
            ),
        )
        for reaction in passage.reacted
    ]
