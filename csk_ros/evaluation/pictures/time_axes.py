"""What plots of a recording over time share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.evaluation.pictures.words import FAULT_COLOUR
from csk_ros.mode_colours import MODE_COLOURS, hex_colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.output import Output
    from csk_ros.recording.fault_script import FaultScript


def shade_faults(axes: Axes, script: FaultScript, end: float) -> None:
    """Shade the times at which a camera fails, to the plot's end at the latest."""
    for fault in script.faults:
        axes.axvspan(
            fault.start, min(fault.end, end), color=hex_colour(FAULT_COLOUR), alpha=0.13, linewidth=0
        )


def draw_modes(axes: Axes, spans: Sequence[ModeSpan]) -> None:
    """Draw the modes as bars, a row each."""
    rows = list(reversed(MODE_COLOURS))
    for span in spans:
        axes.broken_barh(
            [(span.start, span.end - span.start)],
            (rows.index(span.mode) - 0.35, 0.7),
            color=hex_colour(MODE_COLOURS[span.mode]),
            linewidth=0,
        )
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(-0.6, len(rows) - 0.4)


def draw_latencies(axes: Axes, outputs: Sequence[Output], size: float) -> None:
    """Draw the latency of every output in milliseconds as a dot, see `draw_dots`."""
    draw_dots(axes, [(o.time, o.mode.value, o.latency * 1e3) for o in outputs if o.latency is not None], size)
    axes.set_ylim(bottom=0)


def draw_dots(axes: Axes, dots: Iterable[tuple[float, str, float]], size: float) -> None:
    """Draw a figure of every output as a dot in its mode's colour.

    Args:
        axes: where.
        dots: time in seconds, mode, figure.
        size: of a dot, in square points.
    """
    by_mode: dict[str, list[tuple[float, float]]] = {}
    for time, mode, figure in dots:
        by_mode.setdefault(mode, []).append((time, figure))
    for mode, colour in MODE_COLOURS.items():
        if mode in by_mode:
            times, figures = np.transpose(by_mode[mode])
            axes.scatter(times, figures, s=size, color=hex_colour(colour), label=mode, linewidth=0)
