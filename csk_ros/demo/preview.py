"""A small moving picture of the video, which a web page plays by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

WIDTH = 960
"""Pixels."""

RATE = 5
"""Pictures a second, about."""

QUALITY = 40
"""Of 100, as WebP counts."""


class Preview:
    """Looks on while a video is written, and keeps some of its pictures, smaller.

    Args:
        rate: the video's pictures a second.
    """

    def __init__(self, rate: int) -> None:
        self._step = max(1, round(rate / RATE))
        self._duration = round(1000 * self._step / rate)
        self._pictures: list[Image.Image] = []

    def watch(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        """Hand the video's pictures on, u8[height, width, RGB]."""
        for number, picture in enumerate(pictures):
            if number % self._step == 0:
                height = round(picture.shape[0] * WIDTH / picture.shape[1])
                small = cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_AREA)
                self._pictures.append(Image.fromarray(small))
            yield picture

    def write(self, path: Path) -> None:
        """Write an animated WebP that begins anew at its end; a file that exists is written over."""
        first, *others = self._pictures
        first.save(
            path,
            format="WEBP",
            save_all=True,
            append_images=others,
            duration=self._duration,
            loop=0,
            quality=QUALITY,
        )
