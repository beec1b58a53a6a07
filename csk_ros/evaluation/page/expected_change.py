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
    """See `Reaction.is_due`."""
    left_for: float | None
    """See `Reaction.left_for`; None of a fault's end."""
    is_already: bool
    """See `Reaction.is_already`."""

    @property
    def is_missing(self) -> bool:
        """Whether the mode should have come and did not."""
        return self.is_due and self.delay is None


def expected_changes(passage: Passage) -> list[tuple[ExpectedChange, ExpectedChange]]:
    """What was expected at the beginning and at the end of every fault, in the order of the script."""
    return [
        (
            ExpectedChange(each.fault, each.mode, each.delay, each.is_due, each.left_for, each.is_already),
            ExpectedChange(
                each.fault,
                each.return_mode,
                each.return_delay,
                each.is_return_due,
                None,
                each.is_return_already,
            ),
        )
        for each in passage.reacted
    ]
