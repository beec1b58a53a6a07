"""JPEG and PNG messages, as image_transport's compressed plugin sends them, to arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.messages import png_chunks
from csk_ros.messages.compressed_depth import is_compressed_depth, png_of
from csk_ros.messages.compressed_header import read_header
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.picture_size import check_size
from csk_ros.messages.quoted_text import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage


@dataclass(frozen=True)
class CompressedPicture:
    """A file whose header has been read and found sane; its pixels are not decoded yet."""

    data: bytes
    width: int
    height: int
    encoding: str
    """That of the decoded array, a name of sensor_msgs/image_encodings.hpp."""
    depth: bool = False
    """Of the transport compressedDepth, which sends numbers above its `depth_max` as 0."""


def open_compressed(message: CompressedImage) -> CompressedPicture:
    """Read the header of a sensor_msgs/CompressedImage and bound the size it declares.

    Raises:
        ImageError: `empty`, `encoding` (neither JPEG nor PNG, or of compressedDepth another than 16-bit PNG),
            `zero_size`, `too_large`, `truncated` or `corrupt`.
    """
    data = bytes(message.data)
    if not data:
        raise ImageError(
            "empty", f"expected a compressed picture ({quoted(message.format)}), it has no bytes"
        )
    depth = is_compressed_depth(message.format)
    if depth:
        data = png_of(message.format, data)
    header = read_header(data)
    check_size(header.width, header.height)
    encoding = _encoding(message.format, grey=header.grey, bits=header.bits)
    return CompressedPicture(data, header.width, header.height, encoding, depth)


def decode_compressed(picture: CompressedPicture, reduction: int = 1) -> NDArray[np.generic[Any]]:
    """The pixels of a file, in its own depth, [h, w] if grey, else [h, w, 3].

    OpenCV alone, in place of cv_bridge and rosbags-image: both of them would turn 16 bits into 8.

    Args:
        picture: what `open_compressed` returned.
        reduction: 1, 2, 4 or 8; the picture comes out smaller by that, JPEG without the cost of the rest.

    Raises:
        ImageError: `corrupt`.
    """
    data: bytes | bytearray = picture.data
    if picture.data.startswith(png_chunks.SIGNATURE):
        data = png_chunks.picture_only(picture.data, picture.width, picture.height)
    # OpenCV's IMREAD_REDUCED_*_2, _4, _8 are 16, 32, 64.
    flags = cv2.IMREAD_IGNORE_ORIENTATION | (reduction * 8 if reduction > 1 else 0)
    colour, deep = picture.encoding.startswith(("rgb", "bgr")), picture.encoding.endswith("16")
    flags |= (cv2.IMREAD_COLOR if colour else 0) | (cv2.IMREAD_ANYDEPTH if deep or not colour else 0)
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        raise ImageError("corrupt", f"OpenCV cannot decode the file: {error}") from error
    # OpenCV answers with None, not an exception, for most broken files, and its stubs do not know that.
    if not isinstance(pixels, np.ndarray):
        raise ImageError("corrupt", f"OpenCV cannot decode the file of {len(picture.data)} bytes")
    height, width = pixels.shape[:2]
    # Reduced sizes are rounded up for JPEG, down for PNG.
    if max(abs(height * reduction - picture.height), abs(width * reduction - picture.width)) >= reduction:
        raise ImageError(
            "corrupt",
            f"expected the {picture.width}x{picture.height} pixels of the header / {reduction}, "
            f"OpenCV decodes {width}x{height}",
        )
    return pixels


def _encoding(declared: str, *, grey: bool, bits: int) -> str:
    """What the decoded array is, from the file's header and the message's `format`.

    `format` is "jpeg" or, of image_transport, "<camera's encoding>; jpeg compressed <file's encoding>".
    """
    camera, _, file = declared.partition(";")
    if not grey:
        # OpenCV names a file's channels as if they had been written in blue, green, red.
        return f"{'rgb' if 'compressed rgb' in file else 'bgr'}{bits}"
    if camera.startswith("bayer_"):
        if not camera.strip().endswith(str(bits)):
            raise ImageError("encoding", f"expected a file as deep as {quoted(camera)}, it has {bits} bits")
        return camera.strip()
    return "mono8" if bits == 8 else "mono16"
