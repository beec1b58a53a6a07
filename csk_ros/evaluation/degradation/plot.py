"""Degradation as a plot: the modes' mIoU over severity, one panel a kind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.table import severity_text
from csk_ros.mode import Mode
from csk_ros.mode_colours import MODE_COLOURS, hex_colour

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from csk_ros.evaluation.degradation.curves import Curves, Point

COLUMNS = 4

PANEL = (3.6, 2.9)
"""Width and height in inches."""

LEGEND = 0.5
"""Its height."""

RESOLUTION = 100

LEFT = "#d9d9d9"
"""Behind what the node does not use rgb of."""


def plot_curves(path: Path, curves: Curves) -> None:
    """Write the plot as a PNG."""
    kinds = list(curves.points)
    columns = min(COLUMNS, len(kinds))
    rows = math.ceil(len(kinds) / columns)
    heights = (PANEL[1] * rows, LEGEND)
    size = (max(PANEL[0] * columns, 7.0), sum(heights))
    figure = Figure(figsize=size, dpi=RESOLUTION, layout="constrained")
    parts = figure.add_gridspec(2, 1, height_ratios=heights)
    panels = parts[0].subgridspec(rows, columns).subplots(sharey=True, squeeze=False).flat
    panels[0].set_ylim(*_limits(curves))
    for axes, (kind, points) in zip(panels, curves.points.items(), strict=False):
        _draw(axes, kind, points, curves.thermal)
    for axes in panels[::columns]:
        axes.set_ylabel("mIoU")
    for axes in panels[len(kinds) :]:
        axes.set_visible(False)
    handles, names = panels[0].get_legend_handles_labels()
    below = figure.add_subplot(parts[1], frame_on=False, xticks=[], yticks=[])
    below.legend(handles, names, loc="center", ncol=3, frameon=False)
    figure.savefig(path)


def _limits(curves: Curves) -> tuple[float, float]:
    """Room for fused and thermal; rgb falls so far that it may leave the panel."""
    differences = [end for points in curves.points.values() for point in points for end in point.interval]
    seen = [curves.thermal + difference for difference in (0.0, *differences)]
    if any(map(math.isnan, seen)):
        return 0.0, 1.0
    return max(0.0, math.floor(10 * min(seen) - 0.5) / 10), min(1.0, math.ceil(10 * max(seen)) / 10)


def _draw(axes: Axes, kind: str, points: list[Point], thermal: float) -> None:
    places = range(len(points))
    colours = {mode: hex_colour(MODE_COLOURS[mode.value]) for mode in Mode}
    axes.bar(
        places,
        [point.left for point in points],
        1.0,
        color=LEFT,
        transform=axes.get_xaxis_transform(),
        label="part of the pictures that the node leaves, of the panel's height",
    )
    axes.axhline(thermal, color=colours[Mode.THERMAL], label="thermal")
    axes.plot(places, [point.rgb for point in points], color=colours[Mode.RGB], linestyle="--", label="rgb")
    axes.plot(places, [point.fused for point in points], color=colours[Mode.FUSED], marker="o", label="fused")
    axes.fill_between(
        places,
        [thermal + point.interval[0] for point in points],
        [thermal + point.interval[1] for point in points],
        color=colours[Mode.FUSED],
        alpha=0.2,
        linewidth=0,
        label="95 % interval of fused - thermal",
    )
    axes.set_title(kind)
    axes.set_xticks(places, [severity_text(point) for point in points])
    axes.set_xlabel(KINDS[kind].unit)
    axes.margins(x=0)
    axes.spines[["top", "right"]].set_visible(False)
