"""Label sets: ids, names and colours of the classes; 255 means unlabelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNLABELLED = 255
"""The id of a pixel without a label, in ground truth and in outputs alike."""

MAX_CLASSES = 255


@dataclass(frozen=True)
class LabelSet:
    """The classes a network knows; a class's id is its position.

    Raises:
        ValueError: no classes, more than 255 of them, two of one name, or not one colour a class.
    """

    name: str
    classes: tuple[str, ...]
    colours: tuple[tuple[int, int, int], ...]
    """RGB, 0..255, one a class."""

    def __post_init__(self) -> None:
        if not 0 < len(self.classes) <= MAX_CLASSES:
            raise ValueError(
                f"a label set holds 1 to {MAX_CLASSES} classes, '{self.name}' has {len(self.classes)}"
            )
        if len(set(self.classes)) != len(self.classes):
            raise ValueError(f"label set '{self.name}' names a class twice: {self.classes}")
        if len(self.colours) != len(self.classes):
            raise ValueError(
                f"label set '{self.name}' has {len(self.classes)} classes but {len(self.colours)} colours"
            )
        if not all(len(c) == 3 and all(0 <= v <= 255 for v in c) for c in self.colours):
            raise ValueError(f"label set '{self.name}': colours are three numbers of 0..255 each")

    def __len__(self) -> int:
        return len(self.classes)

    @property
    def palette(self) -> NDArray[np.uint8]:
        """Colour of every id as uint8[256, 3] (RGB); ids outside the set are black."""
        palette = np.zeros((256, 3), np.uint8)
        palette[: len(self)] = self.colours
        return palette


STREET = LabelSet(
    name="street",
    classes=("background", "car", "person", "bike"),
    # Far apart in hue, so that a class is told at a glance on a grey thermal picture.
    colours=((0, 0, 0), (40, 130, 255), (255, 70, 60), (255, 200, 0)),
)
