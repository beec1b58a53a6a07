"""Image files' bytes -> the arrays of the streams, upright, or a refusal."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.messages.grey_image import GREY_TOLERANCE
from csk_ros.recording.image_header import read_image_header
from csk_ros.recording.orientation import UPRIGHT, upright
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.stored_ids import stored_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.image_header import ImageHeader
    from csk_ros.recording.recorded_image import RecordedStream

THERMAL_ENCODINGS = {"uint8": "mono8", "uint16": "mono16", "float32": "32FC1"}

FULL_RANGE = 257
"""A value of 16 bits that stands for one of 8: 65535 is as white as 255."""

_ALPHA = 3


def decode(data: NDArray[np.uint8], source: str) -> NDArray[Any]:
    """Decode an image file's bytes as OpenCV does: grey, BGR or BGRA of any type, upright.

    Args:
        data: the file's content, uint8[n].
        source: where the bytes came from, for messages.

    Raises:
        RecordingError: not an image, or of a kind that would be read as something else.
    """
    content = data.tobytes()
    header = read_image_header(content, source)
    return upright(_pixels(_without_orientation(content, header), header, source), header.orientation)


def decode_ids(data: NDArray[np.uint8], source: str) -> NDArray[np.uint8]:
    """Decode a file of class ids, exactly as they are stored, upright.

    Args:
        data: the file's content, uint8[n].
        source: where the bytes came from, for messages.

    Returns:
        uint8[H, W].

    Raises:
        RecordingError: no class ids: not an image, colours, transparency, more than 8 bits; or a file
            whose compression changes them.
    """
    content = data.tobytes()
    header = read_image_header(content, source)
    refuse_lossy(header, source)
    content = _without_orientation(content, header)
    ids = stored_ids(content, header, source)
    if ids is None:
        ids = from_bgr(_pixels(content, header, source), "labels", source)
    return upright(ids, header.orientation)


def refuse_lossy(header: ImageHeader, source: str) -> None:
    """Refuse a file of labels whose compression changes them, whatever its name ends in.

    Raises:
        RecordingError: it is one.
    """
    if header.lossy:
        raise RecordingError(
            f"{source}: labels are compressed as by JPEG, which changes ids; save them as PNG"
        )


def from_bgr(picture: NDArray[Any], stream: RecordedStream, source: str) -> NDArray[Any]:
    """Turn a picture in OpenCV's order (grey, BGR or BGRA) into the array of its stream.

    Args:
        picture: [H, W] or [H, W, C].
        stream: which stream it belongs to; see RecordedImage.image for the shapes.
        source: where it came from, for messages.

    Raises:
        RecordingError: the stream cannot hold it.
    """
    if stream == "rgb":
        return _rgb(picture, source)
    grey = _grey(picture, stream, source)
    if stream == "labels" and grey.dtype != np.uint8:
        raise RecordingError(f"{source}: expected 8-bit class ids, got {grey.dtype}")
    if grey.dtype.name not in THERMAL_ENCODINGS:
        raise RecordingError(
            f"{source}: expected a thermal picture of uint8, uint16 or float32, got {grey.dtype}"
        )
    return grey


def encoding_of(image: NDArray[Any]) -> str:
    """Name the sensor_msgs/Image encoding of a stream's array."""
    return "rgb8" if image.ndim == 3 else THERMAL_ENCODINGS[image.dtype.name]


def _without_orientation(content: bytes, header: ImageHeader) -> bytes:
    """A TIFF file that says upright: some versions of OpenCV and Pillow turn such files, others do not."""
    if header.orientation == UPRIGHT or header.orientation_place is None:
        return content
    changed = bytearray(content)
    place, form = header.orientation_place
    struct.pack_into(form, changed, place, UPRIGHT)
    return bytes(changed)


def _pixels(content: bytes, header: ImageHeader, source: str) -> NDArray[Any]:
    """The pixels as stored."""
    try:
        # Unchanged is: in its own type and channels, and not turned.
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise RecordingError(f"{source}: OpenCV cannot decode the picture: {error.err}") from error
    # OpenCV answers with None for most broken files, and its stubs do not know that.
    if not isinstance(picture, np.ndarray):
        raise RecordingError(
            f"{source}: expected a jpg, png, bmp or tiff picture, got {len(content)} bytes that are none"
        )
    if header.tiff and not _is_opaque(picture):
        raise RecordingError(f"{source}: expected a TIFF file without transparency; save it as PNG")
    return picture


def _is_opaque(picture: NDArray[Any]) -> bool:
    """Whether a picture has no alpha channel, or one that hides nothing."""
    if picture.ndim == 2 or picture.shape[2] <= _ALPHA:
        return True
    opaque = np.iinfo(picture.dtype).max if picture.dtype.kind == "u" else 1
    return bool((picture[..., _ALPHA] == opaque).all())


def _rgb(picture: NDArray[Any], source: str) -> NDArray[np.uint8]:
    if picture.dtype == np.uint16:
        picture = ((picture.astype(np.uint32) + FULL_RANGE // 2) // FULL_RANGE).astype(np.uint8)
    if picture.dtype != np.uint8:
        raise RecordingError(f"{source}: expected an 8- or 16-bit colour picture, got {picture.dtype}")
    channels = picture.shape[2] if picture.ndim == 3 else 1
    codes = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
    if channels not in codes:
        raise RecordingError(f"{source}: expected 1, 3 or 4 channels, got {channels}")
    if not _is_opaque(picture) and (picture[..., :_ALPHA] == picture[0, 0, :_ALPHA]).all():
        raise RecordingError(
            f"{source}: expected a colour picture, got one colour all over and a picture in the alpha channel"
        )
    return np.asarray(cv2.cvtColor(picture, codes[channels]), np.uint8)


def _grey(picture: NDArray[Any], stream: RecordedStream, source: str) -> NDArray[Any]:
    if picture.ndim == 2:
        return picture
    if picture.shape[2] == 1:
        return picture[..., 0]
    if not _is_opaque(picture):
        what = "class ids" if stream == "labels" else "a thermal picture"
        raise RecordingError(
            f"{source}: expected {what} without transparency, got an alpha channel that may hold the values; "
            "save them as one grey channel"
        )
    if stream == "labels" and not _is_grey(picture, 0):
        raise RecordingError(
            f"{source}: expected class ids in one grey channel, got colours, such as "
            f"{_commonest_colour(picture)}; save ids. Where the colours are those of the label set, an "
            "experiment's `paired` data set reads them with `label_colours: true`"
        )
    if not _is_grey(picture, GREY_TOLERANCE if picture.dtype.kind == "u" else 0):
        raise RecordingError(
            f"{source}: expected a grey thermal picture, got one in false colours; "
            "use the camera's grey (or 16-bit) pictures, colours cannot be undone"
        )
    # Green carries the most of the grey value through a JPEG.
    return np.ascontiguousarray(picture[..., 1])


def _is_grey(picture: NDArray[Any], tolerance: int) -> bool:
    """Whether the channels of every pixel differ by `tolerance` at most; NaN in all of them is alike."""
    colours = picture[..., :_ALPHA]
    if picture.dtype.kind == "f":
        return all(np.array_equal(colours[..., 0], colours[..., k], equal_nan=True) for k in (1, 2))
    return bool((colours.max(axis=2) - colours.min(axis=2)).max() <= tolerance)


def _commonest_colour(picture: NDArray[Any]) -> str:
    """The colour that most of the coloured pixels have, as red, green, blue."""
    colours = picture[..., :_ALPHA].reshape(-1, _ALPHA)
    coloured = colours[colours.max(axis=1) != colours.min(axis=1)]
    found, counts = np.unique(coloured, axis=0, return_counts=True)
    return str(found[counts.argmax()][::-1].tolist())
