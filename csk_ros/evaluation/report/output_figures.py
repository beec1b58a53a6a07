"""Figures of outputs for JSON; times in seconds from the first input, latencies in milliseconds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.output import Output
    from csk_ros.evaluation.judging.reaction import Reaction

Figures = dict[str, Any]


TOLERATED = 2.0
"""Periods that a stream may begin after the recording, or end before it: its phase, and the latency."""


def rate(times: Sequence[float], duration: float) -> float | None:
    """Frames a second, where each frame stands for one period, the median time between two of them.

    A camera that sends every 0.1 s has 10 of them in a recording of any length. Gaps count, and so does the
    time before the first and after the last frame where it is longer than TOLERATED periods: frames are
    missing there. None of no time.

    Args:
        times: when each frame came, rising, in seconds from the beginning of the recording.
        duration: of the recording, from its first picture to the last, in seconds.
    """
    if duration <= 0:
        return None
    begin, end = stream_extent(times, duration)
    return round(len(times) / (end - begin), 2)


def stream_extent(times: Sequence[float], duration: float) -> tuple[float, float]:
    """From when to when the frames of a stream stand for it, in seconds; see `rate`."""
    if len(times) < 2:
        return 0.0, duration
    period = float(np.median(np.diff(times)))
    tolerated = TOLERATED * period
    return (
        times[0] - period / 2 if times[0] <= tolerated else 0.0,
        times[-1] + period / 2 if duration - times[-1] <= tolerated else duration,
    )


def longest_gap(outputs: Sequence[Output], duration: float) -> float:
    """The longest time without a new output, from the first input on."""
    times = [0.0, *(output.time for output in outputs)]
    times.append(max(duration, times[-1]))
    return round(float(np.diff(times).max()), 3)


def share_answered(moments: Sequence[float], outputs: Sequence[Output]) -> float | None:
    """Share of the moments with an output within half a period, whichever camera's; None of none.

    Args:
        moments: when the thermal frames arrived, in seconds.
        outputs: those whose picture was not seen arriving are left out.
    """
    if not moments:
        return None
    times = np.array(moments)
    half = float(np.median(np.diff(times))) / 2 if len(times) > 1 else 0.0
    anchors = np.sort([output.anchored for output in outputs if output.anchored is not None])
    if not len(anchors):
        return 0.0
    after = np.searchsorted(anchors, times).clip(1, len(anchors) - 1) if len(anchors) > 1 else 0
    nearest = np.minimum(np.abs(times - anchors[after]), np.abs(times - anchors[np.maximum(after - 1, 0)]))
    return round(float(np.mean(nearest <= half)), 4)


def latency_figures(outputs: Sequence[Output]) -> Figures:
    """Percentiles of the latency, `all` and by mode; None where there is none."""
    return {"all": _latency(outputs)} | {
        mode.value: _latency([output for output in outputs if output.mode is mode]) for mode in Mode
    }


def jitter_figures(outputs: Sequence[Output]) -> Figures | None:
    """By how much the time between two outputs differs from that between their stamps, in milliseconds.

    Percentiles of the absolute difference; None of fewer than two outputs.
    """
    times = np.diff([output.time for output in outputs])
    stamps = np.diff([output.stamp for output in outputs]) / 1e9
    return percentiles(np.abs(times - stamps) * 1e3, p50=50, p95=95, max=100)


def percentiles(values: Sequence[float] | NDArray[np.float64], **percents: float) -> Figures | None:
    """Percentiles by their names, to a tenth; None of no values.

    Args:
        values: such as milliseconds.
        percents: 0 to 100, by the name that a percentile gets.
    """
    if not len(values):
        return None
    found = np.percentile(values, list(percents.values())).tolist()
    return {name: round(value, 1) for name, value in zip(percents, found, strict=True)}


def span_figures(spans: Sequence[ModeSpan]) -> list[Figures]:
    """The times of every mode with its reason."""
    return [
        {
            "mode": span.mode,
            "reason": span.reason,
            "from": round(span.start, 3),
            "to": round(span.end, 3),
        }
        for span in spans
    ]


def reaction_figures(reacted: Sequence[Reaction]) -> list[Figures]:
    """What every fault was to bring about, and after how long it did."""
    return [
        {
            "camera": reaction.fault.camera,
            "kind": reaction.fault.kind,
            "from": round(reaction.fault.start, 3),
            "to": _rounded(reaction.fault.end),
            "expected": reaction.mode,
            "reaction": _rounded(reaction.delay),
            "reaction_due": reaction.is_due,
            "reaction_already": reaction.is_already,
            "left_for": _rounded(reaction.left_for),
            "expected_afterwards": None if reaction.fault.end == math.inf else reaction.return_mode,
            "return": _rounded(reaction.return_delay),
            "return_due": reaction.is_return_due,
            "return_already": reaction.is_return_already,
        }
        for reaction in reacted
    ]


def _latency(outputs: Sequence[Output]) -> Figures | None:
    latencies = [output.latency * 1e3 for output in outputs if output.latency is not None]
    return percentiles(latencies, p50=50, p95=95, max=100)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None or seconds == math.inf else round(seconds, 3)
