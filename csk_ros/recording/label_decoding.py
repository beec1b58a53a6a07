"""Messages of ground truth to class ids: exactly the numbers that were written, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.messages import jpeg_segments, png_chunks
from csk_ros.messages.compressed_header import read_header
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.picture_size import check_size
from csk_ros.messages.quoted_text import quoted
from csk_ros.recording.picture_decoding import decode_ids
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage

ENCODINGS = ("mono8", "8UC1")
"""Of raw messages of class ids."""


def decode_labels(message: RawImage | CompressedImage) -> NDArray[np.uint8]:
    """The class ids of a message as uint8[H, W], in memory of their own.

    Args:
        message: mono8 or 8UC1; or a CompressedImage that holds a PNG file of ids, see decode_ids.

    Raises:
        ImageError: `encoding` for everything else, such as JPEG, colours or 16 bits; or a message that is not
            whole.
    """
    if is_compressed(message):
        return _decode_file(bytes(message.data), message.format)
    if message.encoding not in ENCODINGS:
        raise ImageError(
            "encoding",
            f"expected class ids as {' or '.join(ENCODINGS)}, got {quoted(message.encoding)}; publish the "
            "ids themselves, 0 to 254, and 255 for unlabelled",
        )
    return np.array(pixel_view(message), np.uint8, order="C")


def _decode_file(content: bytes, declared: str) -> NDArray[np.uint8]:
    if not content.startswith(png_chunks.SIGNATURE):
        found = "JPEG, which changes ids" if content.startswith(jpeg_segments.SIGNATURE) else quoted(declared)
        raise ImageError("encoding", f"expected class ids as raw mono8 or PNG, got {found}")
    header = read_header(content)
    check_size(header.width, header.height)
    try:
        return decode_ids(np.frombuffer(content, np.uint8), "ground truth")
    except RecordingError as error:
        raise ImageError("encoding", str(error)) from error
