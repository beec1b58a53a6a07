"""A demo over time as a plot: modes against scripted faults, rates, latencies."""

from __future__ import annotations

from math import erf, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from csk_ros.evaluation.pictures.time_axes import draw_latencies, draw_modes, shade_faults
from csk_ros.evaluation.pictures.words import FAULT_COLOUR, FAULT_WORDS
from csk_ros.evaluation.report.output_figures import stream_extent
from csk_ros.mode_colours import hex_colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.output import Output
    from csk_ros.recording.fault_script import FaultScript

SIZE = (12.0, 7.5)
"""Inches."""

RESOLUTION = 100

SMOOTHING = 0.4
"""Standard deviation in seconds of the weights that a rate is taken with."""

RATE_STEP = 0.1

LINE_COLOURS = {"rgb in": "#0072b2", "thermal in": "#d55e00", "labels out": "#222222"}


def plot_timeline(
    path: Path,
    record: Record,
    outputs: Sequence[Output],
    spans: Sequence[ModeSpan],
    script: FaultScript,
) -> None:
    """Write the plot as a PNG of 1200x750 pixels."""
    figure = Figure(figsize=SIZE, dpi=RESOLUTION, layout="constrained")
    modes, rates, latencies = figure.subplots(
        3, 1, sharex=True, gridspec_kw={"height_ratios": (1.0, 1.3, 1.3)}
    )
    for axes in (modes, rates, latencies):
        shade_faults(axes, script, record.duration)
        axes.set_xlim(0, record.duration)
        axes.spines[["top", "right"]].set_visible(False)
    _name_faults(modes, script)
    draw_modes(modes, spans)
    modes.set_ylabel("mode")
    _draw_rates(rates, record, outputs)
    draw_latencies(latencies, outputs, size=14)
    latencies.set_ylabel("latency in ms")
    if outputs:
        _add_legend(latencies)
    latencies.set_xlabel("seconds since the first frame; shaded: a camera fails by script")
    figure.savefig(path)


def _name_faults(axes: Axes, script: FaultScript) -> None:
    for fault in script.faults:
        axes.text(
            (fault.start + fault.end) / 2,
            1.02,
            f"{fault.camera} {FAULT_WORDS[fault.kind]}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            color=hex_colour(FAULT_COLOUR),
        )


def _draw_rates(axes: Axes, record: Record, outputs: Sequence[Output]) -> None:
    streams = {
        "rgb in": [record.seconds(picture.time) for picture in record.inputs["rgb"]],
        "thermal in": [record.seconds(picture.time) for picture in record.inputs["thermal"]],
        "labels out": [output.time for output in outputs],
    }
    seconds = np.arange(0.0, record.duration, RATE_STEP)
    for name, times in streams.items():
        rates = rates_over(np.array(times), seconds, *stream_extent(times, record.duration))
        axes.plot(seconds, rates, label=name, color=LINE_COLOURS[name])
    axes.set_ylim(bottom=0)
    axes.set_ylabel("rate in Hz")
    _add_legend(axes)


def rates_over(
    times: NDArray[np.float64], seconds: NDArray[np.float64], begin: float, end: float
) -> NDArray[np.float64]:
    """Events a second around each moment: a mean weighted by a Gaussian of SMOOTHING.

    Args:
        times: of the events.
        seconds: the moments.
        begin: from when on events could come; weights are made up for what lies outside.
        end: until when; of an even stream both lie half a period beyond its events, see `stream_extent`.
    """
    weights = np.exp(-0.5 * ((seconds[:, None] - times[None, :]) / SMOOTHING) ** 2)
    inside = _normal_cdf((end - seconds) / SMOOTHING) - _normal_cdf((begin - seconds) / SMOOTHING)
    return np.asarray(weights.sum(axis=1) / (SMOOTHING * sqrt(2 * pi) * inside))


def _normal_cdf(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([0.5 * (1 + erf(value / sqrt(2))) for value in x])


def _add_legend(axes: Axes) -> None:
    """Above the axes, where no line runs."""
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), ncol=3, frameon=False)
