"""What is promised of every image message, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from csk_ros.messages.compressed_decoding import open_compressed
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.image_error import ImageError, Reason
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.layout_check import LayoutCheck
from csk_ros.messages.picture_size import MAX_PIXELS
from csk_ros.messages.received_image import frame_of
from csk_ros.messages.thumbnail import THUMBNAIL_COLUMNS, THUMBNAIL_ROWS
from csk_ros.resizing import resize_smoothly
from csk_ros.stream.frame import STREAMS
from csk_ros.stream.picture_quality import PictureSettings, judge_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from csk_ros.messages.plain_message import PlainMessage
    from csk_ros.stream.frame import Frame, Stream

PIXEL_BYTES = 12
"""Memory for one pixel of a picture that is let in, at most: four planes of 16-bit coefficients and three
bytes of colour make 11 in libjpeg; what is decoded and its conversion make 7."""

MESSAGE_COPIES = 4
"""Memory for one byte of a message, at most, beside the message itself."""

MOST_MEMORY = PIXEL_BYTES * MAX_PIXELS
"""Bytes that no picture may exceed, whatever it declares: 768 MiB, besides the copies of its message."""

LONGEST_REASON = 1000
"""Characters of what goes to the log about one message."""

RESIZED = (48, 64)
"""A thermal grid for colour pictures to be brought onto."""

_DECODED_AGAIN = 100_000
_THERMAL = (np.uint8, np.uint16, np.float32)


class ContractBroken(AssertionError):  # noqa: N818 - that is what it says
    """The boundary let something in or did something that it must not."""


@dataclass(frozen=True)
class Outcome:
    """What became of a message on one stream."""

    stream: Stream
    refused: str | None
    """The reason; None if its picture was decoded."""
    picture: NDArray[Any] | None

    def __str__(self) -> str:
        if self.picture is None:
            return f"{self.stream}: {self.refused}"
        return f"{self.stream}: a picture of {self.picture.dtype}{list(self.picture.shape)}"


def check_message(message: PlainMessage) -> list[Outcome]:
    """Take a message the way that the node does, once for each camera.

    Raises:
        ContractBroken: what came out breaks a promise.
        Exception: whatever escaped; every exception but ImageError breaks one, too.
    """
    return [_check(message, stream) for stream in STREAMS]


def most_memory(message: PlainMessage) -> int:
    """How many bytes may be allocated at once for a message, from the size that it is let in with."""
    try:
        width, height = _declared_size(message)
    except ImageError:
        width = height = 0
    pixels = width * height if width * height <= MAX_PIXELS else 0
    return PIXEL_BYTES * pixels + MESSAGE_COPIES * len(message.data)


def _check(message: PlainMessage, stream: Stream) -> Outcome:
    try:
        frame = frame_of(message, stream)
    except ImageError as error:
        _check_refusal(error)
        return Outcome(stream, error.reason, None)
    _check_frame(frame, stream)
    decode: Callable[..., NDArray[Any]] = decode_rgb if stream == "rgb" else decode_thermal
    try:
        picture = decode(message, LayoutCheck(stream).see)
    except ImageError as error:
        _check_refusal(error)
        return Outcome(stream, error.reason, None)
    width, height = _declared_size(message)
    _demand(width * height <= MAX_PIXELS, f"{width}x{height} pixels were let in")
    expected = (height, width, 3) if stream == "rgb" else (height, width)
    _demand(picture.shape == expected, f"{list(expected)} declared, {list(picture.shape)} decoded")
    types = (np.uint8,) if stream == "rgb" else _THERMAL
    _demand(picture.dtype in types, f"decoded to {picture.dtype}")
    # Memory that was never written differs from one time to the next.
    if picture.size < _DECODED_AGAIN:
        again = decode(message)
        _demand(picture.tobytes() == again.tobytes(), "decodes to another picture each time")
    if stream == "rgb":
        _demand(resize_smoothly(picture, RESIZED).shape == (*RESIZED, 3), "resized to a wrong size")
    _check_labels(frame, (height, width))
    return Outcome(stream, None, picture)


def _check_refusal(error: ImageError) -> None:
    """A refusal is counted by its reason, and its text is fit for the log."""
    _demand(error.reason in get_args(Reason), f"unknown reason {error.reason!r}")
    text = str(error)
    _demand(len(text) <= LONGEST_REASON, f"{len(text)} characters for the log")
    _demand(all(line.isprintable() for line in text.split("\n")), f"unprintable text for the log: {text!r}")


def _check_frame(frame: Frame[Any], stream: Stream) -> None:
    """A frame has a small thumbnail of its own that the stream's health can be judged by."""
    small = frame.thumbnail
    _demand(small.ndim == 2 or small.shape[2:] == (3,), f"a thumbnail of {list(small.shape)}")
    rows, columns = small.shape[:2]
    # Rounded to whole steps, at most half as many samples again as are aimed for.
    _demand(
        0 < rows <= THUMBNAIL_ROWS * 3 / 2 and 0 < columns <= THUMBNAIL_COLUMNS * 3 / 2,
        f"a thumbnail of {list(small.shape)}",
    )
    _demand(small.base is None and small.dtype.isnative, "a thumbnail that is no copy of its own")
    if stream == "rgb":
        judge_picture(small, PictureSettings())


def _check_labels(frame: Frame[Any], shape: tuple[int, int]) -> None:
    """Labels on the picture's grid make a message of its size."""
    labels = encode_image(np.zeros(shape, np.uint8), "mono8", stamp=frame.stamp, frame_id=frame.frame_id)
    made = (labels.height, labels.width, labels.step, len(labels.data))
    _demand(made == (*shape, shape[1], shape[0] * shape[1]), f"labels of {made} for a picture of {shape}")


def _declared_size(message: PlainMessage) -> tuple[int, int]:
    """Width and height that a message says it has."""
    if is_compressed(message):
        picture = open_compressed(message)
        return picture.width, picture.height
    return message.width, message.height


def _demand(kept: bool, complaint: str) -> None:  # noqa: FBT001 - as assert takes it
    if not kept:
        raise ContractBroken(complaint)
