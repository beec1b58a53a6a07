"""The labels of one frame and how sure they are, put together again from two topics."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.quoted_text import quoted
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.ros.message_filter import MessageFilter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Part = Literal["labels", "confidence"]

REMEMBERED = 8
"""Images that wait for their partner; the two follow each other at once."""


@dataclass(frozen=True)
class LabelPicture:
    """The images of `segmentation` and `segmentation/confidence` of one stamp."""

    header: Any
    """std_msgs/Header of both."""
    labels: NDArray[np.uint8]
    """Class ids, [H, W]."""
    confidence: NDArray[np.uint8]
    """[H, W], 255 for certain."""


class LabelPictures(MessageFilter):
    """Calls back with a LabelPicture whenever both images of a stamp have come."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: OrderedDict[int, dict[str, Any]] = OrderedDict()

    def add(self, part: Part, message: Any) -> None:
        """Take in an image of one of the two topics.

        Raises:
            ImageError: it is not mono8, not whole, or of another size than its partner.
        """
        picture = _grey(message)
        stamp = to_nanoseconds(message.header.stamp)
        parts = self._waiting.setdefault(stamp, {})
        parts[part] = picture
        if len(parts) == 2:
            del self._waiting[stamp]
            if parts["labels"].shape != parts["confidence"].shape:
                raise ImageError(
                    "size",
                    f"expected labels and confidence of one size, got {parts['labels'].shape} and "
                    f"{parts['confidence'].shape}",
                )
            self.signal(LabelPicture(message.header, **parts))
        while len(self._waiting) > REMEMBERED:
            self._waiting.popitem(last=False)


def _grey(message: Any) -> NDArray[np.uint8]:
    if message.encoding != "mono8":
        raise ImageError(
            "encoding", f"expected an image of class ids in mono8, got {quoted(message.encoding)}"
        )
    return cast("NDArray[np.uint8]", pixel_view(message))
