"""PNG files with a palette, as labelling tools write class ids: the ids are the indices, not the colours."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from csk_ros.messages.png_chunks import SIGNATURE
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COLOUR_TYPE = 25
"""Where a PNG file says how its pixels are coloured: after the signature and most of its first chunk."""

_PALETTE = 3


def palette_indices(data: NDArray[np.uint8], source: str) -> NDArray[np.uint8] | None:
    """Decode the indices of a PNG file with a palette. OpenCV only gives the colours.

    Args:
        data: the file's content, uint8[n].
        source: where it came from, for messages.

    Returns:
        uint8[H, W], or None for every other file.

    Raises:
        RecordingError: the file is damaged.
    """
    content = data.tobytes()
    if not content.startswith(SIGNATURE) or content[_COLOUR_TYPE : _COLOUR_TYPE + 1] != bytes([_PALETTE]):
        return None
    try:
        with Image.open(BytesIO(content)) as picture:
            return np.array(picture, np.uint8)
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise RecordingError(f"{source}: expected a PNG picture with a palette: {error}") from error
