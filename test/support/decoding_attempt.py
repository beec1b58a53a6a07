"""What comes of decoding whatever it is."""

from __future__ import annotations

from csk_ros.messages.image_error import ImageError


def attempt(decode, message):
    """The picture, or the reason why there is none; any other exception is a failure."""
    try:
        return decode(message)
    except ImageError as error:
        return error.reason
