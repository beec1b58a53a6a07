"""Colour images of 8 to 14 bits in files of 16, which read nearly black."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

from csk_ros.messages import png_chunks
from csk_ros.recording.picture_folder import read_bgr
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.tiff_tags import BITS, tiff_pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FULL_BITS = 16

DEEPEST = 14
"""Bits of a camera's values that lie low in 16; more leave an image bright enough to be seen as one."""

_SIXTEEN_BIT_SUFFIXES = (".png", ".tif", ".tiff")


def shallow_colours(files: Iterable[Path]) -> str | None:
    """Say of colour images of 16 bits that all their values lie in the lowest quarter, if they do.

    One image alone may be dark; of a folder of them it means that the camera's bits were not shifted up.
    Values are still read over the full range, as brightness must not depend on which images lie together.

    Args:
        files: of one folder; read until one is bright. Those that cannot be read are passed over.

    Returns:
        A warning; None where an image is bright, or none has 16 bits.
    """
    count, most, first = 0, 0, None
    for file in files:
        try:
            if not _has_sixteen_bits(file):
                continue
            colours = read_bgr(file)
        except RecordingError:
            continue
        most = max(most, int(colours[..., :3].max() if colours.ndim == 3 else colours.max()))
        count, first = count + 1, first or file
        if most >> DEEPEST:
            return None
    if first is None or not most:
        return None
    bits = max(8, most.bit_length() + most.bit_length() % 2)
    return (
        f"{first.parent}: no value of the {count} colour pictures of 16 bits is above {most} of 65535, as if "
        f"{bits} bits lay in 16: they read nearly black. If they are not dark, multiply their values by "
        f"{2 ** (FULL_BITS - bits)}, or save them as 8 bits"
    )


def _has_sixteen_bits(file: Path) -> bool:
    """Whether a file is a PNG or TIFF file of 16 bits a sample, by its header alone.

    Raises:
        RecordingError: it cannot be read.
    """
    if file.suffix.lower() not in _SIXTEEN_BIT_SUFFIXES:
        return False
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data[: len(png_chunks.SIGNATURE)] == png_chunks.SIGNATURE:
                return data[24] == FULL_BITS
            return tiff_pages(data)[0].first(BITS, 1) == FULL_BITS
    except (OSError, ValueError, IndexError) as error:
        raise RecordingError(f"{file}: cannot be read: {error}") from error
