"""Every output as a line of a CSV file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from csk_ros.evaluation.metrics.rounded import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.report.passage import Passage

COLUMNS = (
    "pass",
    "stamp",
    "seconds",
    "mode",
    "reason",
    "latency",
    "skew",
    "lighting",
    "pixel_accuracy",
    "miou",
)
"""Stamps in ns, `seconds` since the first input, latency and skew in seconds; empty is what is not known."""


def write_frames(path: Path, passages: Iterable[Passage]) -> None:
    """Write a heading and a line for every output of every pass, in their order."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        for passage in passages:
            lines.writerows(_line(passage, output) for output in passage.run.outputs)


def _line(passage: Passage, output: JudgedOutput) -> tuple[object, ...]:
    accuracy = passage.run.accuracy.frames.get(output)
    return (
        passage.name,
        output.stamp,
        f"{output.time:.6f}",
        output.mode.value,
        output.reason,
        "" if output.latency is None else f"{output.latency:.6f}",
        "" if output.skew is None else f"{output.skew:.6f}",
        output.lighting.value,
        "" if accuracy is None else rounded(accuracy.pixel_accuracy, 6),
        "" if accuracy is None else rounded(accuracy.miou, 6),
    )
