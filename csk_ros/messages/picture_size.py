"""How large a picture may say it is."""

from __future__ import annotations

from csk_ros.messages.image_error import ImageError

MAX_PIXELS = 64 * 1024 * 1024
"""Far above any camera, and small enough that a broken header cannot exhaust the memory of a robot."""


def check_size(width: int, height: int) -> None:
    """Raise ImageError (`zero_size`, `too_large`) for a picture that no camera takes."""
    if width <= 0 or height <= 0:
        raise ImageError("zero_size", f"expected a picture with pixels, it is {width}x{height}")
    if width * height > MAX_PIXELS:
        raise ImageError("too_large", f"expected at most {MAX_PIXELS} pixels, it is {width}x{height}")
