"""The files of an evaluation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from csk_ros.evaluation.page.page import write_page
from csk_ros.evaluation.report.frame_table import write_frames
from csk_ros.file_replacement import replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.labels import LabelSet

FIGURES, PAGE, FRAMES = "report.json", "report.html", "frames.csv"


def write_report(folder: Path, head: Figures, passages: Sequence[Passage], label_set: LabelSet) -> None:
    """Write the figures, a page to look at, and a line for every output.

    Args:
        folder: it has to exist; files of these names in it are replaced, each as a whole.
        head: what was evaluated, and how.
        passages: one at least.
        label_set: what labels mean.
    """
    passes = {
        passage.name: {"script": [str(fault) for fault in passage.script.faults]} | passage.figures
        for passage in passages
    }
    text = json.dumps(head | {"passes": passes}, indent=2, allow_nan=False) + "\n"
    replace_file(folder / FIGURES, lambda file: file.write_text(text, encoding="utf-8"))
    replace_file(folder / FRAMES, lambda file: write_frames(file, passages))
    replace_file(folder / PAGE, lambda file: write_page(file, passages, label_set, head))
