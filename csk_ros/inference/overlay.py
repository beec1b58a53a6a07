"""Pictures for people: labels painted over a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet


def draw_overlay(
    picture: NDArray[np.uint8], labels: NDArray[np.uint8], label_set: LabelSet, opacity: float = 0.5
) -> NDArray[np.uint8]:
    """Paint each class in its colour over a picture.

    Classes whose colour is black, as the background's, and unlabelled pixels keep the picture's colours.

    Args:
        picture: u8[H, W, 3] (RGB); not changed.
        labels: u8[H, W] class ids on the picture's grid.
        label_set: gives the colours.
        opacity: 0 (invisible) to 1 (hides the picture).

    Returns:
        u8[H, W, 3] (RGB).

    Raises:
        ValueError: the sizes differ, or the opacity is out of range.
    """
    if picture.shape != (*labels.shape, 3):
        raise ValueError(f"picture {list(picture.shape)} and labels {list(labels.shape)} differ in size")
    if not 0 <= opacity <= 1:
        raise ValueError(f"opacity is 0..1, not {opacity}")
    colours = label_set.palette[labels]
    mixed = cv2.addWeighted(picture, 1 - opacity, colours, opacity, 0)
    is_painted: NDArray[np.uint8] = (label_set.palette != 0).any(axis=1).astype(np.uint8)
    return cast("NDArray[np.uint8]", cv2.copyTo(mixed, is_painted[labels], picture.copy()))
