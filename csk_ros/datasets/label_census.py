"""What the label pictures of a data set hold: how much of each class, and what is no class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from csk_ros.datasets.problem import Problem
from csk_ros.labels import UNLABELLED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet


_TOLD_ONE_BY_ONE = 3
"""Ids outside of the set; where there are more, the pictures are likely no class ids at all."""


@dataclass(frozen=True)
class ClassCount:
    """How much of a data set shows a class."""

    name: str
    share: float
    """Of the pixels that have a label of the set, 0..1."""
    pictures: int
    """Number of pictures that show it."""


Use = Literal["pairs", "validation"]

_WITHOUT: dict[Use, str] = {"pairs": "learnt", "validation": "scored"}


def not_shown(use: Use, label_set: LabelSet, counts: Sequence[tuple[ClassCount, ...]]) -> Problem | None:
    """Say which classes no picture shows.

    Args:
        use: what the data sets are for, as an experiment's file calls it.
        label_set: of the experiment.
        counts: `LabelCensus.classes` of each data set of that use.

    Returns:
        A problem whose names are the classes'; None where all are shown.
    """
    shown = {found.name for classes in counts for found in classes if found.pictures}
    lost = tuple(name for name in label_set.classes if name not in shown)
    if not lost:
        return None
    text = (
        f"{use}: no picture shows {', '.join(map(repr, lost))} of label set '{label_set.name}': cannot be "
        f"{_WITHOUT[use]}"
    )
    return Problem("class not shown", text, lost)


class LabelCensus:
    """Counts pixels and pictures of every id.

    Args:
        label_set: which ids there may be.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self._label_set = label_set
        self._pixels = np.zeros(256, np.int64)
        self._names: list[list[str]] = [[] for _ in range(256)]
        self._with_unknown: list[str] = []

    def add(self, name: str, labels: NDArray[np.uint8]) -> None:
        """Count one picture of class ids, [H, W]."""
        pixels = np.bincount(labels.reshape(-1), minlength=256)
        self._pixels += pixels
        for value in np.flatnonzero(pixels):
            self._names[value].append(name)
        if pixels[len(self._label_set) : UNLABELLED].any():
            self._with_unknown.append(name)

    @property
    def unlabelled(self) -> float:
        """Share of all pixels that are unlabelled, 0..1; 0 without any pixels."""
        return _share(self._pixels[UNLABELLED], self._pixels)

    @property
    def classes(self) -> tuple[ClassCount, ...]:
        """Every class of the set, by its id."""
        labelled = self._pixels[: len(self._label_set)]
        return tuple(
            ClassCount(name, _share(labelled[value], labelled), len(self._names[value]))
            for value, name in enumerate(self._label_set.classes)
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One for each id that is neither of the set nor 255; of more than a few ids, one for all.

        Another where there is nothing but 0 and 255, as masks of one class hold.
        """
        values = [value for value in range(len(self._label_set), UNLABELLED) if self._pixels[value]]
        if np.flatnonzero(self._pixels).tolist() == [0, UNLABELLED]:
            return (self._binary(),)
        if len(values) > _TOLD_ONE_BY_ONE:
            examples = ", ".join(map(str, values[:_TOLD_ONE_BY_ONE]))
            text = f"{len(values)} class ids, such as {examples}, are"
            return (self._unknown(text, values, self._with_unknown),)
        return tuple(self._unknown(f"class id {value} is", [value], self._names[value]) for value in values)

    def _binary(self) -> Problem:
        names = self._names[UNLABELLED]
        text = (
            f"labels hold 0 and {UNLABELLED} alone, and {UNLABELLED} means unlabelled: nothing but "
            f"'{self._label_set.classes[0]}' is labelled. If they are masks of one class, "
            f"write its id instead of {UNLABELLED}: {len(names)} pictures, the first being '{names[0]}'"
        )
        return Problem("binary masks", text, tuple(names))

    def _unknown(self, which: str, values: list[int], names: list[str]) -> Problem:
        pixels, last = self._pixels[values].sum(), len(self._label_set) - 1
        text = (
            f"{which} not in label set '{self._label_set.name}' (0 to {last}, {UNLABELLED} for unlabelled): "
            f"{pixels} pixels in {len(names)} pictures, the first being '{names[0]}'"
        )
        return Problem("unknown label", text, tuple(names))


def _share(pixels: np.int64, of: NDArray[np.int64]) -> float:
    return float(pixels / max(1, of.sum()))
