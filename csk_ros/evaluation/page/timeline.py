"""A pass over time as a plot: faults, light, modes, accuracy and latency."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.page.fault_lanes import draw_faults, fault_lanes
from csk_ros.evaluation.page.inline_svg import inline_svg, page_style
from csk_ros.evaluation.page.markup import Html, element
from csk_ros.evaluation.pictures.time_axes import draw_dots, draw_latencies, draw_modes, shade_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.report.passage import Passage

WIDTH = 1200
"""Pixels; so many points of 1/72 inch to matplotlib."""

LEFT, RIGHT = 96, 1188
"""Where the recording begins and ends, in pixels."""

GAP = 12
"""Between two rows."""

MARGIN = 40
"""At the bottom, for the seconds."""

DOT, SMALL_DOT = 16.0, 6.0
"""Square pixels."""

CROWD = 400
"""More dots than that are small ones."""

MANY = 3000
"""So many dots are drawn as pixels, not as shapes, for the page to stay small."""

LIGHT_COLOURS = {Lighting.BRIGHT: "#edc951", Lighting.DARK: "#4a5568"}

Drawing = tuple[float, "Callable[[Axes], None]"]
"""Height of a row in pixels, and what draws it."""


def timeline(passage: Passage, end: float) -> Html:
    """The plot, with a line over it that marks a moment.

    Args:
        passage: one pass.
        end: until when the plot goes, in seconds; of several passes it is the same.
    """
    with page_style():
        figure = _draw(passage, end)
        plot = inline_svg(figure, f"modes, accuracy and latency over time, {passage.name}")
    place = f"--left:{LEFT / WIDTH:.5f};--width:{(RIGHT - LEFT) / WIDTH:.5f};--at:0"
    return element(
        "div",
        element(
            "div",
            plot,
            element("div", class_="cursor"),
            class_="timeline",
            style=place,
            data_end=str(end),
        ),
        class_="scroll",
    )


def common_end(passages: Sequence[Passage]) -> float:
    """Until when a plot of each pass has to go, in seconds."""
    return max(map(_end_of, passages)) or 1.0


def light_spans(outputs: Sequence[JudgedOutput], end: float) -> list[tuple[Lighting, float, float]]:
    """From when to when it was bright or dark, from each output to the next one."""
    spans: list[tuple[Lighting, float, float]] = []
    for output, after in zip_longest(outputs, outputs[1:]):
        until = end if after is None else after.time
        if spans and spans[-1][0] is output.lighting:
            spans[-1] = (output.lighting, spans[-1][1], until)
        else:
            spans.append((output.lighting, output.time, until))
    return spans


def _draw(passage: Passage, end: float) -> Figure:
    rows = _rows(passage, end)
    height = sum(row for row, _ in rows) + GAP * (len(rows) - 1) + MARGIN + 4
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=144)
    top = height - 4.0
    for row, draw in rows:
        axes = figure.add_axes(
            (LEFT / WIDTH, (top - row) / height, (RIGHT - LEFT) / WIDTH, row / height), xlim=(0.0, end)
        )
        axes.spines["left"].set_visible(False)
        axes.tick_params(length=0)
        axes.tick_params("x", pad=8)
        shade_faults(axes, passage.script, end)
        draw(axes)
        top -= row + GAP
    for axes in figure.axes[:-1]:
        axes.spines["bottom"].set_visible(False)
        axes.set_xticklabels([])
    figure.axes[-1].set_xlabel("seconds since the first picture")
    return figure


def _rows(passage: Passage, end: float) -> list[Drawing]:
    """The rows that there is something to show in."""
    run = passage.run
    lanes = fault_lanes(passage.script, end)
    rows: list[Drawing] = []
    if lanes:
        rows.append((20.0 * len(lanes), lambda axes: draw_faults(axes, lanes, end)))
    rows.append((10.0, lambda axes: _draw_light(axes, run.outputs, _end_of(passage))))
    rows.append((80.0, lambda axes: draw_modes(axes, passage.spans)))
    if run.accuracy.frames:
        rows.append((110.0, lambda axes: _draw_accuracy(axes, passage)))
    rows.append((80.0, lambda axes: _draw_latencies(axes, run.outputs)))
    return rows


def _end_of(passage: Passage) -> float:
    # The last output may come a little after the last picture.
    return max(passage.run.duration, passage.spans[-1].end if passage.spans else 0.0)


def _draw_light(axes: Axes, outputs: Sequence[JudgedOutput], end: float) -> None:
    for light, start, until in light_spans(outputs, end):
        if light in LIGHT_COLOURS:
            axes.broken_barh([(start, until - start)], (0, 1), color=LIGHT_COLOURS[light], linewidth=0)
    axes.set_ylim(0, 1)
    axes.set_yticks([0.5], ["light"])


def _draw_accuracy(axes: Axes, passage: Passage) -> None:
    frames = passage.run.accuracy.frames
    judged = [(output, frames[output]) for output in passage.run.outputs if output in frames]
    dots = [(output.time, output.mode.value, frame.miou) for output, frame in judged]
    draw_dots(axes, dots, _dot_size(len(dots)))
    axes.set_ylim(0, 1.03)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel("mIoU")
    _finish(axes, len(judged))


def _draw_latencies(axes: Axes, outputs: Sequence[JudgedOutput]) -> None:
    draw_latencies(axes, outputs, _dot_size(len(outputs)))
    axes.set_ylim(top=1.15 * axes.get_ylim()[1])
    axes.set_ylabel("latency, ms")
    axes.locator_params(axis="y", nbins=4)
    _finish(axes, len(outputs))


def _dot_size(dots: int) -> float:
    return DOT if dots <= CROWD else SMALL_DOT


def _finish(axes: Axes, dots: int) -> None:
    """Add a grid, show dots on the edge in full, and turn them into pixels if they are many."""
    axes.grid(axis="y", linewidth=0.8)
    for collection in axes.collections:
        collection.set_clip_on(False)
        collection.set_rasterized(dots > MANY)
