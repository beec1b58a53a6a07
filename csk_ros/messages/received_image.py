"""An image message as it arrived, and as a frame of its stream."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import validate
from csk_ros.messages.stamp import SECOND, to_nanoseconds
from csk_ros.messages.thumbnail import thumbnail
from csk_ros.stream.frame import Frame, Stream
from csk_ros.stream.telemetry import NO_TELEMETRY, Telemetry


@dataclass(frozen=True, eq=False)
class ReceivedImage:
    """A message and the moment it came, to measure latency by."""

    message: Any
    """sensor_msgs/Image or CompressedImage."""
    received: int = field(default_factory=time.monotonic_ns)
    """On the monotonic clock, which simulated time does not bend."""


def frame_of(message: Any, stream: Stream, telemetry: Telemetry = NO_TELEMETRY) -> Frame[ReceivedImage]:
    """Make a frame of a message; rows of telemetry are not looked at.

    Raises:
        ImageError: the message cannot be a picture of this camera.
    """
    received = ReceivedImage(message)
    validate(message, stream)
    nanoseconds = message.header.stamp.nanosec
    if nanoseconds >= SECOND:
        # It could be carried into seconds that no output's stamp can hold.
        raise ImageError("stamp", f"expected less than {SECOND} nanoseconds in a stamp, got {nanoseconds}")
    return Frame(
        stamp=to_nanoseconds(message.header.stamp),
        frame_id=message.header.frame_id,
        thumbnail=thumbnail(message, telemetry),
        message=received,
    )
