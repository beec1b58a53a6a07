"""How large a picture may say it is."""

from __future__ import annotations

import pytest

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.picture_size import MAX_PIXELS, check_size


@pytest.mark.parametrize(
    ("width", "height", "reason"),
    [
        (0, 480, "zero_size"),
        (640, 0, "zero_size"),
        (-640, -480, "zero_size"),
        (MAX_PIXELS + 1, 1, "too_large"),
        (2**32 - 1, 2**32 - 1, "too_large"),
    ],
)
def test_sizes_that_no_camera_has_are_refused(width, height, reason):
    with pytest.raises(ImageError, match=f"it is {width}x{height}") as caught:
        check_size(width, height)
    assert caught.value.reason == reason


def test_the_largest_is_64_megapixels():
    check_size(1, 1)
    check_size(8192, 8192)
    with pytest.raises(ImageError, match="at most 67108864 pixels, it is 8193x8192"):
        check_size(8193, 8192)
