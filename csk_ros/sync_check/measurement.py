"""The offset of a recording, by whichever kind of motion tells it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.sync_check.offset_estimate import OffsetEstimate, TooShortError, estimate_offset
from csk_ros.sync_check.signal import Signal, change_signal, shift_signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from csk_ros.stream.frame import Stream
    from csk_ros.sync_check.motion import Motion
    from csk_ros.sync_check.observation import ObservedStream

KINDS: dict[str, Callable[[Motion, int], Signal]] = {
    "shift of the whole picture": shift_signal,
    "change in 48 parts of it": change_signal,
}
"""Kinds of motion: a camera that pans shows the first best, one that stands the second."""


@dataclass(frozen=True)
class Measurement:
    """The offset by each kind of motion, and the one to go by."""

    by_kind: Mapping[str, OffsetEstimate]
    """Empty if there was too little to compare."""
    best: OffsetEstimate | None
    """That of the narrowest interval among those that may be believed."""
    doubt: str
    """Why there is none; empty if there is one."""


def measure(streams: Mapping[Stream, ObservedStream], limit: float) -> Measurement:
    """Find the offset within -limit..limit seconds that rgb stamps have to be moved by."""
    motions = {stream: observed.motion.motion() for stream, observed in streams.items()}
    for stream, motion in motions.items():
        if not len(motion.start):
            return Measurement({}, None, f"no two {stream} pictures in a row show something new")
    zero = int(motions["thermal"].start[0])
    try:
        by_kind = {
            kind: estimate_offset(signal(motions["rgb"], zero), signal(motions["thermal"], zero), limit)
            for kind, signal in KINDS.items()
        }
    except TooShortError as error:
        return Measurement({}, None, f"{error} of a recording of {_length(streams):.1f} s")
    estimates = sorted(by_kind.values(), key=lambda estimate: estimate.width)
    believed = [estimate for estimate in estimates if estimate.doubt is None]
    if believed:
        return Measurement(by_kind, believed[0], "")
    return Measurement(by_kind, None, str(estimates[0].doubt))


def _length(streams: Mapping[Stream, ObservedStream]) -> float:
    """Seconds from the first frame of any camera to the last."""
    times = [time for observed in streams.values() for time in observed.times]
    return (max(times) - min(times)) / 1e9
