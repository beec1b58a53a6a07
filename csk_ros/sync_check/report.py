"""What was found, in lines for the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.percent import percent
from csk_ros.stream.pairing import PairingSettings
from csk_ros.sync_check.skew import UNLIMITED, nearest_skews, pair_skews, pair_waits
from csk_ros.text_table import text_table
from csk_ros.time_text import span_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csk_ros.stream.frame import Stream
    from csk_ros.sync_check.drift import Drift
    from csk_ros.sync_check.measurement import Measurement
    from csk_ros.sync_check.observation import ObservedStream
    from csk_ros.sync_check.offset_estimate import OffsetEstimate
    from csk_ros.sync_check.proposal import Proposal
    from csk_ros.sync_check.stamp_figures import StampFigures

ADVICE = (
    "record 20 s and more in which both cameras see the same things move all the time: turn the rig left and "
    "right by hand, unevenly, in front of a scene with contrast in both"
)


WORTH_SAYING = 0.01
"""Share of thermal frames."""


LONG = 10.0
"""Seconds from which on milliseconds are no figure to read."""


def stream_lines(
    streams: Mapping[Stream, ObservedStream], figures: Mapping[Stream, StampFigures]
) -> list[str]:
    """A table of what the stamps of each stream say."""
    head = ("", "frames", "Hz", "jitter", "gaps", "longest", "stamp to recording", "not used")
    rows = [
        (
            stream,
            str(of.frames),
            f"{of.rate:.2f}",
            _ms(of.jitter),
            str(of.gaps),
            _ms(of.longest),
            _ms(of.delay) if abs(of.delay) < LONG else span_text(of.delay),
            ", ".join(_not_used(streams[stream])) or "none",
        )
        for stream, of in figures.items()
    ]
    return ["stamps:", *text_table(head, rows)]


def skew_lines(streams: Mapping[Stream, ObservedStream]) -> list[str]:
    """Of the skew of each thermal frame's nearest rgb frame, by the stamps as they are."""
    skews = nearest_skews(streams, 0.0)
    low, middle, high = np.nanpercentile(skews, (5, 50, 95))
    return [
        f"nearest rgb frame by stamp: median {_signed(middle)}, 90 % {_signed(low)} .. {_signed(high)}",
        *pairing_lines(streams, PairingSettings(), "at the defaults"),
    ]


def pairing_lines(
    streams: Mapping[Stream, ObservedStream], settings: PairingSettings, how: str
) -> Iterator[str]:
    """Say how many thermal frames the node would pair, what that costs, and whether it waits long enough."""
    paired, in_time = (
        float(np.mean(np.isfinite(pair_skews(streams, each))))
        for each in (replace(settings, rgb_wait=UNLIMITED), settings)
    )
    yield (
        f"{how} (rgb.time_offset {settings.rgb_time_offset:g}, rgb.max_skew {settings.max_skew:g}, rgb.wait "
        f"{settings.rgb_wait:g}) the node pairs {percent(in_time)} of the thermal frames"
    )
    waits = pair_waits(streams, settings)
    if waits.any():
        yield (
            f"{percent(float(np.mean(waits > 0)))} of the thermal frames wait for an rgb frame after them, "
            f"{_ms(float(np.median(waits[waits > 0])))} in the median"
        )
    else:
        yield "no thermal frame waits for an rgb frame after it"
    if paired - in_time > WORTH_SAYING:
        yield f"with a longer rgb.wait it would pair {percent(paired)}: their rgb frames come late"


def measurement_lines(measurement: Measurement) -> list[str]:
    """A table of what each kind of motion says."""
    head = ("by", "offset", "95 % interval", "correlation", "at wrong times", "believed")
    rows = [
        (
            kind,
            _signed(of.offset),
            f"{_signed(of.low)} .. {_signed(of.high)}",
            f"{of.correlation:.2f}",
            f"{of.chance:.2f}",
            "yes" if of.doubt is None else f"no: {of.doubt.reason}",
        )
        for kind, of in measurement.by_kind.items()
    ]
    lines = ["what the pictures show, to be added to rgb's stamps:", *text_table(head, rows)] if rows else []
    if measurement.best is None:
        return [*lines, f"no offset: {measurement.doubt}", ADVICE]
    return lines


def agreement_line(estimate: OffsetEstimate) -> str:
    """Say that no offset is called for."""
    return (
        f"the clocks agree, to within the 95 % interval ({_signed(estimate.low)} .. "
        f"{_signed(estimate.high)}): no offset is called for"
    )


def drift_line(drift: Drift | None) -> str:
    """Say whether the offset stays what it is."""
    if drift is None:
        return "drift: too short a recording to tell"
    course = f"{_signed(drift.first)} in the first part, {_signed(drift.last)} in the last"
    if not drift.significant:
        return f"drift: none that is significant ({course})"
    return (
        f"drift: the clocks run apart by {_signed(60 * drift.rate)} a minute ({course}): no fixed offset "
        "stays right, this one is that of the recording's middle; synchronise the cameras' clocks (PTP, "
        "NTP, a common trigger)"
    )


def proposal_lines(streams: Mapping[Stream, ObservedStream], proposal: Proposal) -> list[str]:
    """The parameters as a params file, and what they do."""
    settings = PairingSettings(max_skew=proposal.max_skew, rgb_time_offset=proposal.time_offset)
    return [
        "proposal:",
        *(f"  {line}" for line in proposal.params_file().splitlines()),
        *pairing_lines(streams, settings, "with it"),
    ]


def _not_used(observed: ObservedStream) -> Iterator[str]:
    yield from (f"{count} {reason}" for reason, count in observed.refused.items())
    if observed.motion.repeated:
        yield f"{observed.motion.repeated} repeated"
    if observed.motion.unusable:
        yield f"{observed.motion.unusable} without content"


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.1f} ms"


def _signed(seconds: float) -> str:
    return f"{1e3 * seconds:+.1f} ms"
