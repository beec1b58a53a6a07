"""Crops: one geometry for both pictures and the labels, near the objects that are rare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.resizing import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Crop:
    """A window of a picture, scaled to `size` and perhaps mirrored."""

    top: int
    left: int
    height: int
    width: int
    mirrored: bool
    size: tuple[int, int]
    """Height and width after scaling."""

    def picture(self, picture: NDArray[Any]) -> NDArray[Any]:
        """Cut a picture [H, W] or [H, W, C], with interpolation."""
        shrinks = self.height > self.size[0]
        return self._cut(picture, cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)

    def labels(self, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Cut class ids [H, W], without making any that were not there."""
        return self._cut(labels, cv2.INTER_NEAREST_EXACT)

    def _cut(self, picture: NDArray[Any], interpolation: int) -> NDArray[Any]:
        cut = picture[self.top : self.top + self.height, self.left : self.left + self.width]
        cut = resize(cut, self.size, interpolation)
        return np.ascontiguousarray(cut[:, ::-1]) if self.mirrored else cut


def choose_crop(
    labels: NDArray[np.uint8],
    wanted: int | None,
    size: tuple[int, int],
    zoom: tuple[float, float],
    rng: np.random.Generator,
    *,
    input_size: tuple[int, int] | None = None,
) -> Crop:
    """Choose a window at random; of a class to be shown, a pixel is drawn, then any window that shows it.

    Args:
        labels: class ids [H, W] of the whole picture.
        wanted: the class that has to be in the window; None, or one that the picture lacks, for any window.
        size: height and width of the result.
        zoom: least and largest magnification; the window never exceeds the picture.
        rng: source of chance.
        input_size: height and width that the network will see whole pictures in, which is where the
            magnification is 1; None for the picture's own.
    """
    full_height, full_width = labels.shape
    input_height, input_width = input_size or labels.shape
    magnification = float(np.exp(rng.uniform(*np.log(zoom))))
    height = min(full_height, max(1, round(size[0] / magnification * full_height / input_height)))
    width = min(full_width, max(1, round(size[1] / magnification * full_width / input_width)))
    pixels = np.zeros(0, np.intp) if wanted is None else np.flatnonzero(labels == wanted)
    row = column = None
    if pixels.size:
        row, column = divmod(int(rng.choice(pixels)), full_width)
    # The pixel may be anywhere in the window: an object in the middle of each crop would be a hint.
    return Crop(
        top=_start(full_height, height, row, rng),
        left=_start(full_width, width, column, rng),
        height=height,
        width=width,
        mirrored=bool(rng.random() < 0.5),
        size=size,
    )


def _start(full: int, length: int, shown: int | None, rng: np.random.Generator) -> int:
    """Where a window of a length begins: in the whole picture, and over the row or column to be shown."""
    first, last = 0, full - length
    if shown is not None:
        first, last = max(first, shown - length + 1), min(last, shown)
    return int(rng.integers(first, last + 1))
