"""What can be wrong with a data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

ProblemKind = Literal[
    "unusable",
    "missing picture",
    "missing labels",
    "listed twice",
    "bit depth",
    "unreadable",
    "sizes",
    "same picture",
    "unknown label",
    "binary masks",
    "class not shown",
]
"""`unusable`: the data set as a whole. The others: samples of it, or what they hold together."""

NO_RGB = (
    "has no rgb pictures, which `pairs` and `validation` need; name their folder or topic, or move it to "
    "`thermal_only`"
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    kind: ProblemKind
    text: str
    """Says what was expected, what came, and in which file."""
    names: tuple[str, ...] = ()
    """The samples that it is about."""


class DatasetError(ValueError):
    """A data set, or a sample of it, is not what was expected.

    Args:
        problems: all that was found, one at least; the message is the first one's.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        others = len(self.problems) - 1
        more = f" (and {others} more; `python -m csk_ros check-data` lists all)" if others else ""
        super().__init__(self.problems[0].text + more)


def read_or_problem(read: Callable[[], T], kind: ProblemKind, names: tuple[str, ...] = ()) -> T | Problem:
    """What is read, or what is wrong with it, so that reading goes on and all that is wrong gets known.

    Args:
        read: raises RecordingError.
        kind: of the problem.
        names: the samples that it is about.
    """
    try:
        return read()
    except RecordingError as error:
        return Problem(kind, str(error), names)
