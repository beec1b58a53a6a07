"""What one call of `evaluate` has left."""

from __future__ import annotations

import csv
import json

FILES = {"report.json", "report.html", "frames.csv"}


class Report:
    """The files of its folder, and what it printed."""

    def __init__(self, folder, out):
        self.folder = folder
        self.out = out
        self.figures = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        with (folder / "frames.csv").open(newline="", encoding="utf-8") as lines:
            self.frames = list(csv.DictReader(lines))

    @property
    def only(self):
        """The figures of the one pass that there was."""
        (figures,) = self.figures["passes"].values()
        return figures
