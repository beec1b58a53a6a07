"""Class ids exactly as a file stores them, where a decoder would give colours or stretched values."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.image_header import ImageHeader

_FULL_BITS = 8


def stored_ids(data: bytes, header: ImageHeader, source: str) -> NDArray[np.uint8] | None:
    """Decode the indices of a file with a palette, or the values of one of 1, 2 or 4 bits.

    OpenCV gives the colours of a palette, and stretches few bits over 0 to 255.

    Args:
        data: the file's content, its orientation taken out.
        header: of the file.
        source: where it came from, for messages.

    Returns:
        uint8[H, W] as stored, not turned; None for every other file.

    Raises:
        RecordingError: the file is damaged, or of a kind that Pillow does not know.
    """
    if not header.palette and header.bits >= _FULL_BITS:
        return None
    try:
        with Image.open(BytesIO(data)) as image:
            # Pillow stretches 2 and 4 bits, too, but neither a single one nor a palette's indices.
            stretch = 255 // (2**header.bits - 1) if image.mode == "L" else 1
            ids: NDArray[np.uint8] = np.array(image, np.uint8) // np.uint8(stretch)
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise RecordingError(
            f"{source}: expected class ids in a palette or in few bits: {error}; save them as PNG of 8 bits"
        ) from error
    return ids
