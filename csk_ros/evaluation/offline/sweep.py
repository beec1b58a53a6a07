"""Many recordings, many settings: the cases that a sweep goes through."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.parameters.given_value import ParametersError, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from csk_ros.parameters.parameter_spec import Value


@dataclass(frozen=True)
class Case:
    """One recording with one setting."""

    bag: Path
    values: Mapping[str, Value]
    """Of the parameters that are swept."""

    @property
    def name(self) -> str:
        """The recording and the setting, to tell it from the others."""
        return " ".join([self.bag.name, *(f"{name}={value}" for name, value in self.values.items())])


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


def bags_in(path: Path) -> list[Path]:
    """The recordings that a path stands for: itself, or those in a folder of bags, by name."""
    if not path.is_dir() or (path / "metadata.yaml").is_file():
        return [path]
    folders = [folder for folder in path.iterdir() if (folder / "metadata.yaml").is_file()]
    files = [file for file in path.iterdir() if file.suffix in {".mcap", ".db3"}]
    return sorted([*folders, *files]) or [path]
