"""Scaling as a plot: a panel for pictures, one for classes, one for processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from csk_ros.benchmark.benchmark_model import size_text
from csk_ros.benchmark.stages import TOTAL
from csk_ros.mode_colours import MODE_COLOURS, hex_colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from csk_ros.benchmark.scaling.scaling import Point, Scaling

SIZE = (11.0, 3.6)
"""Width and height in inches."""

LEGEND = 0.5
"""Its height."""

RESOLUTION = 100


def plot_scaling(path: Path, scaling: Scaling) -> None:
    """Write the plot as a PNG."""
    figure = Figure(figsize=SIZE, dpi=RESOLUTION, layout="constrained")
    parts = figure.add_gridspec(2, 1, height_ratios=(SIZE[1] - LEGEND, LEGEND))
    sizes, classes, crowds = parts[0].subgridspec(1, 3).subplots(squeeze=False).flat
    _draw_sizes(sizes, scaling.sizes)
    _draw_classes(classes, scaling.classes)
    _draw_crowds(crowds, scaling)
    for axes in (sizes, classes, crowds):
        axes.set_ylim(bottom=0)
        axes.spines[["top", "right"]].set_visible(False)
    handles, names = sizes.get_legend_handles_labels()
    more = crowds.get_legend_handles_labels()
    below = figure.add_subplot(parts[1], frame_on=False, xticks=[], yticks=[])
    below.legend([*handles, *more[0]], [*names, *more[1]], loc="center", ncol=4, frameon=False)
    figure.savefig(path)


def _draw_sizes(axes: Axes, points: Sequence[Point]) -> None:
    pixels = [height * width / 1e6 for height, width in (point.size for point in points)]
    _draw_points(axes, pixels, points)
    axes.set_xticks(pixels, [size_text(point.size) for point in points], rotation=50, ha="right", fontsize=8)
    axes.set_title(f"pictures, {points[0].classes} classes")
    axes.set_ylabel("ms a frame")


def _draw_classes(axes: Axes, points: Sequence[Point]) -> None:
    numbers = [point.classes for point in points]
    _draw_points(axes, numbers, points)
    axes.set_xticks(numbers)
    axes.set_title(f"classes, {size_text(points[0].size)}")
    axes.set_ylabel("ms a frame")


def _draw_points(axes: Axes, places: Sequence[float], points: Sequence[Point]) -> None:
    for mode in points[0].modes:
        totals = [point.modes[mode][TOTAL] for point in points]
        colour = hex_colour(MODE_COLOURS[mode.value])
        medians = [total.median for total in totals]
        axes.plot(places, medians, color=colour, marker="o", label=f"{mode}, median")
        axes.fill_between(
            places,
            medians,
            [t.p95 for t in totals],
            color=colour,
            alpha=0.2,
            linewidth=0,
            label=f"{mode}, to p95",
        )


def _draw_crowds(axes: Axes, scaling: Scaling) -> None:
    for mode in dict.fromkeys(crowd.mode for crowd in scaling.crowds):
        crowds = [crowd for crowd in scaling.crowds if crowd.mode is mode]
        numbers = [crowd.number for crowd in crowds]
        colour = hex_colour(MODE_COLOURS[mode.value])
        axes.plot(numbers, [c.total for c in crowds], color=colour, marker="o", label=f"{mode}, together")
        axes.plot(
            numbers, [c.each for c in crowds], color=colour, marker=".", linestyle="--", label=f"{mode}, each"
        )
        axes.set_xticks(numbers)
    axes.set_title(f"processes at once, {size_text(scaling.classes[0].size)}")
    axes.set_ylabel("frames/s")
