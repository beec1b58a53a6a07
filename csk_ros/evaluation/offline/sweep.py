"""Many recordings, many settings: one evaluation of each, kept so that a sweep can go on where it ended."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.file_replacement import replace_file
from csk_ros.parameters.parameters_file import ParametersError, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.parameters.parameter_spec import Value

RUNS = "runs"


@dataclass(frozen=True)
class Case:
    """One recording with one setting."""

    bag: Path
    values: Mapping[str, Value]
    """Of the parameters that are swept."""


def parse_sweeps(texts: Iterable[str]) -> dict[str, list[Value]]:
    """The values of `rgb.max_skew=0.02,0.05` and the like, by parameter.

    Raises:
        ParametersError: no such parameter, a value that the node would not take, or a parameter given twice.
    """
    sweeps: dict[str, list[Value]] = {}
    for text in texts:
        name, equals, values = text.partition("=")
        if not equals or not values:
            raise ParametersError(f"expected NAME=VALUE,VALUE,..., got '{text}'")
        if name in sweeps:
            raise ParametersError(f"{name} is swept twice; give all of its values at once")
        sweeps[name] = [parsed(name, value.strip()) for value in values.split(",")]
    return sweeps


def cases(bags: Sequence[Path], sweeps: Mapping[str, Sequence[Value]]) -> Iterator[Case]:
    """Every recording with every combination of the values, in order."""
    for bag in bags:
        for values in itertools.product(*sweeps.values()):
            yield Case(bag, dict(zip(sweeps, values, strict=True)))


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


def bags_in(path: Path) -> list[Path]:
    """The recordings that a path stands for: itself, or those in a folder of bags, by name."""
    if not path.is_dir() or (path / "metadata.yaml").is_file():
        return [path]
    folders = [folder for folder in path.iterdir() if (folder / "metadata.yaml").is_file()]
    files = [file for file in path.iterdir() if file.suffix in {".mcap", ".db3"}]
    return sorted([*folders, *files]) or [path]


def content_of(path: Path) -> list[list[object]]:
    """Names, sizes and times of a file, or of those in a folder: something else of that name shows."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [[file.name, file.stat().st_size, file.stat().st_mtime_ns] for file in files]
