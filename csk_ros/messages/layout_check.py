"""Hold the images of a camera against what their messages say of their layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.byte_order import bytes_swapped
from csk_ros.messages.chroma_order import chroma_in_place_of_luma
from csk_ros.messages.pixel_format import ENCODINGS, FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from csk_ros.stream.frame import Stream

FIRST = 30
"""So many images at the beginning are all looked at, until enough of them have told."""

PERIOD, BURST = 100, 3
"""Afterwards so many of every hundred."""

AGREEING = 3
"""Images in a row that have to say the same; those that do not tell are passed over."""

_TWELVE_BITS, _DARK = 4096, 256
_CLIPPED_SHARE = 0.5


@dataclass
class _Verdict:
    """What the images that told say of one contradiction."""

    latest: bool = False
    agreeing: int = 0
    wrong: bool = False
    """What enough of them have agreed on."""

    def add(self, *, wrong: bool) -> None:
        self.agreeing = self.agreeing + 1 if wrong == self.latest else 1
        self.latest = wrong
        if self.agreeing >= AGREEING:
            self.wrong = wrong


class LayoutCheck:
    """Finds layouts that contradict the images: never by a single one, and never on a doubt.

    Args:
        stream: the camera.
        warn: given every contradiction that is found, as a sentence; again only after it had gone.
    """

    def __init__(self, stream: Stream, warn: Callable[[str], object] = lambda _: None) -> None:
        self._stream = stream
        self._warn = warn
        self._encoding = ""
        self._seen = 0
        self._verdicts: dict[str, _Verdict] = {}

    @property
    def contradictions(self) -> list[str]:
        """Those that the latest images have shown, a sentence each; for any thread."""
        return [text for text, verdict in list(self._verdicts.items()) if verdict.wrong]

    def see(self, image: NDArray[Any], encoding: str, depth: bool) -> None:  # noqa: FBT001 - the type Look
        """Take in an image; most are not looked at.

        Args:
            image: [rows, w] or [rows, w, channels], before any conversion.
            encoding: of its message, or of its file.
            depth: whether it came through the transport compressedDepth.
        """
        if encoding != self._encoding:
            self._encoding, self._seen, self._verdicts = encoding, 0, {}
        number, self._seen = self._seen, self._seen + 1
        if number % PERIOD >= BURST and (number >= FIRST or self._decided):
            return
        for text, wrong in _look(image, encoding, depth=depth):
            if wrong is None:
                continue
            verdict = self._verdicts.setdefault(f"{self._stream}: {text}", _Verdict())
            before = verdict.wrong
            verdict.add(wrong=wrong)
            if verdict.wrong and not before:
                self._warn(f"{self._stream}: {text}")

    @property
    def _decided(self) -> bool:
        verdicts = self._verdicts.values()
        return bool(verdicts) and all(verdict.agreeing >= AGREEING for verdict in verdicts)


def _look(image: NDArray[Any], encoding: str, *, depth: bool) -> Iterator[tuple[str, bool | None]]:
    """Every contradiction that there can be in this encoding, and whether the image shows it."""
    pixels = FORMATS[encoding]
    if pixels.chroma is not None:
        other = "uyvy or yuv422" if pixels.chroma else "yuyv or yuv422_yuy2"
        text = f"luma and chroma look exchanged; have the driver say {other} in place of {encoding}"
        yield text, chroma_in_place_of_luma(image, pixels.chroma)
    if pixels.dtype != np.uint8:
        text = f"the bytes of {encoding} look swapped; have the driver set is_bigendian as it writes them"
        seen = image[pixels.look]
        yield text, bytes_swapped(seen if seen.ndim == 2 else seen[..., 1])
    if pixels.dtype == np.uint16 and encoding in ENCODINGS["rgb"]:
        text = (
            f"no number of {encoding} reaches 4096 of 65535, as if 12 bits stood in 16: such "
            "images are nearly black; have the driver send 8 bits, or shift its bits up to fill 16"
        )
        most = int(image.max())
        yield text, None if most < _DARK else most < _TWELVE_BITS
    if depth:
        text = (
            "most numbers are 0, which compressedDepth sends for those above its depth_max times 1000; set "
            "its depth_max to 65.535, or use another transport"
        )
        yield text, bool(np.mean(image[::4, ::4] == 0) > _CLIPPED_SHARE)
