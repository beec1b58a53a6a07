"""Pictures as OpenCV decodes them -> the arrays of the streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.messages.image_decoding import GREY_TOLERANCE
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.recorded_image import RecordedStream

THERMAL_ENCODINGS = {"uint8": "mono8", "uint16": "mono16", "float32": "32FC1"}


def decode(data: NDArray[np.uint8], source: str) -> NDArray[Any]:
    """Decode a picture file's bytes as OpenCV does: grey, BGR or BGRA of any type.

    Args:
        data: the file's content, uint8[n].
        source: where the bytes came from, for messages.

    Raises:
        RecordingError: not a picture.
    """
    picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if len(data) else None
    if picture is None:
        raise RecordingError(
            f"{source}: expected a jpg, png, bmp or tiff picture, got {len(data)} bytes that are none"
        )
    return picture


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


def _rgb(picture: NDArray[Any], source: str) -> NDArray[np.uint8]:
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    if picture.dtype != np.uint8:
        raise RecordingError(f"{source}: expected an 8- or 16-bit colour picture, got {picture.dtype}")
    channels = picture.shape[2] if picture.ndim == 3 else 1
    codes = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
    if channels not in codes:
        raise RecordingError(f"{source}: expected 1, 3 or 4 channels, got {channels}")
    return np.asarray(cv2.cvtColor(picture, codes[channels]), np.uint8)


def _grey(picture: NDArray[Any], stream: RecordedStream, source: str) -> NDArray[Any]:
    if picture.ndim == 2:
        return picture
    if picture.shape[2] == 1:
        return picture[..., 0]
    colours = picture[..., :3]
    spread = colours.max(axis=2) - colours.min(axis=2)
    if stream == "labels" and spread.any():
        raise RecordingError(f"{source}: expected class ids in one grey channel, got colours")
    if spread.max() > GREY_TOLERANCE:
        raise RecordingError(
            f"{source}: expected a grey thermal picture, got one in false colours; "
            "use the camera's grey (or 16-bit) pictures, colours cannot be undone"
        )
    # Green carries the most of the grey value through a JPEG.
    return np.ascontiguousarray(picture[..., 1])
