"""Which mode was in force when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.mode import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from csk_ros.evaluation.judging.output import Output


@dataclass(frozen=True)
class ModeSpan:
    """One mode with one reason, from the arrival of its first message to that of the next one's."""

    mode: str
    """A value of Mode, or `none`."""
    reason: str
    start: float
    """Seconds since the first input."""
    end: float


@dataclass(frozen=True)
class Silence:
    """The node said that it can publish nothing."""

    time: float
    """Seconds since the first input."""
    reason: str


def mode_spans(outputs: Iterable[Output], silences: Iterable[Silence], duration: float) -> list[ModeSpan]:
    """The modes that outputs came in and the times without a mode, without gaps from the first to the end.

    Args:
        outputs: in any order.
        silences: those that matter: nothing can be published before the first input.
        duration: seconds from the first input to the end.
    """
    news = [(output.time, output.mode.value, output.reason) for output in outputs]
    news += [(silence.time, NO_MODE, silence.reason) for silence in silences]
    news.sort(key=lambda item: item[0])
    changes = [item for number, item in enumerate(news) if number == 0 or item[1:] != news[number - 1][1:]]
    starts = [start for start, _, _ in changes]
    # The last output may arrive a little after the last input.
    ends = [*starts[1:], max(duration, news[-1][0])] if news else []
    return [
        ModeSpan(mode, reason, start, end) for (start, mode, reason), end in zip(changes, ends, strict=True)
    ]


def mode_sequence(spans: Sequence[ModeSpan]) -> list[str]:
    """The modes in order, each change once whatever the reasons."""
    return [
        span.mode for number, span in enumerate(spans) if number == 0 or span.mode != spans[number - 1].mode
    ]
