"""One picture of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

RecordedStream = Literal["rgb", "thermal", "labels"]

RECORDED_STREAMS: tuple[RecordedStream, ...] = ("rgb", "thermal", "labels")


@dataclass(frozen=True, eq=False)
class RecordedImage:
    """A picture and when it was taken and recorded; two of them are the same only as objects."""

    stream: RecordedStream
    time: int
    """When the recorder got it, in nanoseconds; recordings come in this order."""
    stamp: int
    """Header stamp in nanoseconds."""
    frame_id: str
    encoding: str
    """Encoding of `image` as in sensor_msgs/Image: rgb8, mono8, mono16, or 32FC1."""
    image: NDArray[Any]
    """rgb uint8[H, W, 3]; thermal [H, W] uint8, uint16 or float32; labels uint8[H, W] class ids."""
    truncated: bool = False
    """Half of the message's bytes are lost on the way; the picture is as it was taken."""
