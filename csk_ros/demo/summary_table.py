"""The figures of a demo for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.pictures.words import FAULT_WORDS, reaction_words
from csk_ros.mode import NO_MODE
from csk_ros.percent import percent
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.text_table import Row

WHY = {
    ("thermal", "thermal frozen"): "the same picture again, while rgb answered",
    ("thermal", "late stamp"): "rgb had answered its moment when thermal came back",
}
"""Drops that the scripted shutter makes in every demo."""


def as_table(figures: Figures) -> str:
    """The figures as lines of text."""
    node = figures["node"]
    return "\n".join(
        [
            f"  {figures['recording']}, {figures['seconds']:.1f} s; {node['model']} on {node['device']}",
            *_block(("", "frames", "rate"), _streams(figures)),
            *_block(("mode", "outputs", "latency p50", "p95", "mIoU"), _modes(figures)),
            *_block(("coverage", ""), _coverage(figures)),
            *_block(("drops", "frames", ""), _drops(figures)),
            *_block(("fault", "from", "to", "answer", "after", "then", "after"), _faults(figures)),
            *_block(("from", "to", "mode", "reason"), _spans(figures)),
        ]
    )


def _streams(figures: Figures) -> Iterator[Row]:
    for camera, stream in figures["inputs"].items():
        yield f"{camera} in", str(stream["frames"]), f"{stream['rate']:.1f} Hz"
    outputs = figures["outputs"]
    yield "labels out", str(outputs["frames"]), f"{outputs['rate']:.1f} Hz"


def _modes(figures: Figures) -> Iterator[Row]:
    for mode, frames in figures["outputs"]["by_mode"].items():
        score = figures["ground_truth"].get(mode)
        mean_iou = NOTHING if score is None else f"{score['mean_iou']:.3f}"
        yield mode, str(frames), *_latency(figures["latency"][mode]), mean_iou
    yield "all", str(figures["outputs"]["frames"]), *_latency(figures["latency"]["all"]), ""


def _latency(latency: Figures | None) -> Row:
    if latency is None:
        return NOTHING, NOTHING
    return f"{latency['p50']:.0f} ms", f"{latency['p95']:.0f} ms"


def _coverage(figures: Figures) -> Iterator[Row]:
    coverage = figures["coverage"]
    yield "moments with labels", _percent(coverage["any"])
    yield "thermal frames with labels of their own", _percent(coverage["own"])
    yield "longest time without labels", _seconds(figures["outputs"]["longest_gap"])
    if silent := sum(span["to"] - span["from"] for span in figures["modes"] if span["mode"] == NO_MODE):
        yield f"time in mode {NO_MODE}", _seconds(silent)


def _drops(figures: Figures) -> Iterator[Row]:
    drops = [
        (f"{camera}, {reason}", str(frames), WHY.get((camera, reason), ""))
        for camera, reasons in figures["node"]["dropped"].items()
        for reason, frames in reasons.items()
    ]
    yield from drops or [("none", "0", "")]
    if figures["node"]["unaccounted"]:
        yield "thermal, unaccounted for", str(figures["node"]["unaccounted"]), ""


def _faults(figures: Figures) -> Iterator[Row]:
    for fault in figures["faults"]:
        yield (
            f"{fault['camera']} {FAULT_WORDS[fault['kind']]}",
            _seconds(fault["from"]),
            _seconds(fault["to"]),
            fault["expected"],
            _delay(fault, "reaction", fault["left_for"]),
            fault["expected_afterwards"],
            _delay(fault, "return"),
        )


def _spans(figures: Figures) -> Iterator[Row]:
    for span in figures["modes"]:
        yield _seconds(span["from"]), _seconds(span["to"]), span["mode"], span["reason"]


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def _delay(fault: Figures, name: str, left_for: float | None = None) -> str:
    delay = fault[name]
    return "never" if delay is None else reaction_words(delay, left_for, is_already=fault[f"{name}_already"])


def _percent(share: Any) -> str:
    return NOTHING if share is None else percent(share)


def _block(head: Row, rows: Iterator[Row]) -> list[str]:
    return ["", *text_table(head, rows)]
