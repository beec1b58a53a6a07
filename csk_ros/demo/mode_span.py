"""Which mode was in force when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.demo.output import Output
    from csk_ros.demo.record import Record

NO_MODE = "none"
"""What segmentation/mode says while nothing can be published."""


@dataclass(frozen=True)
class ModeSpan:
    """One mode with one reason, from the arrival of its first message to that of the next one's."""

    mode: str
    """A value of Mode, or `none`."""
    reason: str
    start: float
    """Seconds of the demo."""
    end: float


def mode_spans(record: Record, outputs: Sequence[Output]) -> list[ModeSpan]:
    """The modes that outputs came in and the times without a mode, without gaps from the first to the end.

    That nothing can be published before the first input and after the last one is no news, and left out.
    """
    duration = record.duration
    news = [(output.time, output.mode.value, output.reason) for output in outputs]
    news += [
        (record.seconds(seen.time), NO_MODE, seen.reason)
        for seen in record.modes
        if seen.mode == NO_MODE and 0 <= record.seconds(seen.time) <= duration
    ]
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
