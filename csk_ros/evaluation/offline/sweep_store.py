"""What a sweep has evaluated already, kept so that it can go on where it ended."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from csk_ros.file_replacement import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from csk_ros.evaluation.offline.sweep import Case
    from csk_ros.evaluation.report.output_figures import Figures


class SweepStore:
    """The figures of what has been evaluated, one file a case.

    Args:
        folder: for the files; made if it is not there.
        conditions: all that the figures depend on besides the case; with others nothing is found.
    """

    def __init__(self, folder: Path, conditions: Mapping[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._conditions = conditions

    def figures(self, case: Case, evaluate: Callable[[], Figures]) -> Figures:
        """The figures of a case: what is kept of it, or what `evaluate` gives, which is then kept."""
        description = {
            **self._conditions,
            "bag": str(case.bag.resolve()),
            "content": content_of(case.bag),
            "values": dict(case.values),
        }
        text = json.dumps(description, sort_keys=True)
        file = self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        if file.is_file():
            kept: Figures = json.loads(file.read_text(encoding="utf-8"))
            return kept
        figures = evaluate()
        replace_file(file, lambda new: new.write_text(json.dumps(figures, allow_nan=False), encoding="utf-8"))
        return figures


def content_of(path: Path) -> list[list[object]]:
    """Names, sizes and times of a file, or of those in a folder: something else of that name shows."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [[file.name, file.stat().st_size, file.stat().st_mtime_ns] for file in files]
