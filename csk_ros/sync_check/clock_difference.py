"""Whether the stamps of two cameras are of one clock and one time, before any motion is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.stream.frame import STREAMS
from csk_ros.time_text import span_text, stamp_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.stream.frame import Stream
    from csk_ros.sync_check.observation import ObservedStream

TOLERATED = 1.0
"""Seconds by which exposure, driver and transport of the two cameras may differ; `rgb.time_offset` takes no
more either."""

SET_CLOCKS_FROM = 946_684_800 * 10**9
"""Stamp in ns of the year 2000: a clock that shows less has never been set."""


def stamp_lines(streams: Mapping[Stream, ObservedStream]) -> list[str]:
    """Say of each camera how many stamps are 0, repeated or out of order; nothing if all is well."""
    lines = []
    for stream, observed in streams.items():
        total = len(observed.stamps) + sum(observed.refused.values())
        if zero := observed.refused["zero stamp"]:
            lines.append(
                f"{zero} of {total} {stream} frames have a stamp of 0, which means none: the driver does not "
                "stamp them, and the node drops them"
            )
        if repeated := observed.refused["repeated stamp"]:
            lines.append(
                f"{repeated} of {total} {stream} frames have the stamp of an earlier one: the node drops them"
            )
        if observed.overtaken:
            lines.append(
                f"{observed.overtaken} of {total} {stream} frames are stamped earlier than a frame that came "
                "before them: the stamps are not in order"
            )
    return lines


def clock_trouble(streams: Mapping[Stream, ObservedStream]) -> str | None:
    """Why the two cameras' stamps cannot be compared at all, and what to do; None if they can.

    Args:
        streams: with one frame of each camera at least.
    """
    rgb, thermal = (_delay(streams[stream]) for stream in STREAMS)
    begins = " and ".join(
        f"those of {stream} at {stamp_text(min(streams[stream].stamps))}" for stream in STREAMS
    )
    if not _overlap([streams[stream].times for stream in STREAMS]):
        return (
            "the cameras do not overlap in time: they were recorded one after the other, "
            f"{_ranges(streams)}; record both at once{_unset(streams)}"
        )
    if abs(rgb - thermal) > TOLERATED:
        return (
            f"the two clocks are {span_text(abs(rgb - thermal))} apart: of frames recorded together "
            f"the stamps begin with {begins}. No offset is looked for beyond {TOLERATED:g} s: set both "
            "clocks (PTP, NTP, or stamps of the computer that runs the drivers) and record "
            f"anew{_unset(streams)}"
        )
    if not _overlap([streams[stream].stamps for stream in STREAMS]):
        return f"the stamps of the cameras do not overlap in time: {_ranges(streams)}; record both for longer"
    return None


def _delay(observed: ObservedStream) -> float:
    """Median seconds from stamp to recording."""
    between = np.array(observed.times, np.int64) - np.array(observed.stamps, np.int64)
    return float(np.median(between)) / 1e9


def _overlap(instants: Sequence[Sequence[int]]) -> bool:
    return max(map(min, instants)) <= min(map(max, instants))


def _ranges(streams: Mapping[Stream, ObservedStream]) -> str:
    return ", ".join(
        f"{stream} has stamps from {stamp_text(min(streams[stream].stamps))} to "
        f"{stamp_text(max(streams[stream].stamps))}"
        for stream in STREAMS
    )


def _unset(streams: Mapping[Stream, ObservedStream]) -> str:
    """Which one camera's clock has never been set, as far as its stamps tell."""
    unset = [stream for stream in STREAMS if min(streams[stream].stamps) < SET_CLOCKS_FROM]
    if len(unset) != 1:
        return ""
    return f". {unset[0]} counts from 1970: its clock was never set, or it counts from its boot"
