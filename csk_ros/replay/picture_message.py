"""A recorded picture as the message that a camera would send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.messages.image_encoding import encode_image

if TYPE_CHECKING:
    from sensor_msgs.msg import Image

    from csk_ros.recording.recorded_image import RecordedImage


def picture_message(picture: RecordedImage) -> Image:
    """Encode a picture; of a truncated one only half of the bytes."""
    message = encode_image(picture.image, picture.encoding, stamp=picture.stamp, frame_id=picture.frame_id)
    if picture.truncated:
        message.data = message.data[: len(message.data) // 2]
    return message
