"""Labels that are painted in the colours of a label set -> class ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.labels import UNLABELLED
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet

_EXAMPLES = 3
"""Colours that are named where more are unknown."""


def check_colours(label_set: LabelSet) -> None:
    """Refuse a label set whose colours do not say which class is meant.

    Raises:
        ValueError: two classes have one colour.
    """
    classes: dict[tuple[int, int, int], str] = {}
    for name, colour in zip(label_set.classes, label_set.colours, strict=True):
        if colour in classes:
            raise ValueError(
                f"label_colours: '{classes[colour]}' and '{name}' of label set '{label_set.name}' have one "
                f"colour, {list(colour)}; give each its own"
            )
        classes[colour] = name


def ids_of_colours(colours: NDArray[np.uint8], label_set: LabelSet, source: str) -> NDArray[np.uint8]:
    """Turn colours into the ids of the classes that have them.

    Args:
        colours: [H, W, 3] as red, green, blue.
        label_set: whose colours they are, each of one class alone.
        source: where they came from, for messages.

    Returns:
        uint8[H, W]; none is unlabelled, as no colour stands for that.

    Raises:
        RecordingError: a pixel has a colour of no class: nothing is guessed.
    """
    packed = _packed(colours)
    ids = np.full(packed.shape, UNLABELLED, np.uint8)
    for value, colour in enumerate(_packed(np.array(label_set.colours))):
        ids[packed == colour] = value
    unknown = ids == UNLABELLED
    if unknown.any():
        found, counts = np.unique(packed[unknown], return_counts=True)
        commonest = np.argsort(-counts)[:_EXAMPLES]
        examples = ", ".join(f"{_unpacked(found[k])} in {counts[k]} pixels" for k in commonest)
        raise RecordingError(
            f"{source}: expected the colours of label set '{label_set.name}' alone, got {len(found)} others: "
            f"{examples}"
        )
    return ids


def _packed(colours: NDArray[np.generic]) -> NDArray[np.int64]:
    """One number for each colour."""
    packed: NDArray[np.int64] = colours.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    return packed


def _unpacked(colour: int) -> list[int]:
    return [int(colour) >> 16, int(colour) >> 8 & 255, int(colour) & 255]
