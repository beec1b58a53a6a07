"""Colour conversion by cv_bridge where it works, else by rosbags-image."""

from __future__ import annotations

import functools
import importlib.util
import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from csk_ros.messages.cv_bridge_trial import why_cv_bridge_fails
from csk_ros.messages.image_error import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PackedImage:
    """Pixels as both libraries read them best: no row padding, this machine's byte order."""

    data: NDArray[np.generic[Any]]
    """C-contiguous, [h, w] or [h, w, channels]."""
    encoding: str
    is_bigendian: bool = sys.byteorder == "big"

    @property
    def height(self) -> int:
        """Rows in memory."""
        return int(self.data.shape[0])

    @property
    def width(self) -> int:
        """Pixels in a row."""
        return int(self.data.shape[1])

    @property
    def step(self) -> int:
        """Bytes in a row."""
        return int(self.data.nbytes // self.data.shape[0])


@dataclass(frozen=True)
class ColourConverter:
    """A library that turns a packed image into another encoding of 8 bits."""

    name: str
    """`cv_bridge` or `rosbags-image`."""
    convert: Callable[[PackedImage, str], Any]
    errors: tuple[type[Exception], ...]
    """What it raises for a conversion that it does not know, or cannot do."""

    def __call__(self, image: PackedImage, encoding: str) -> NDArray[np.uint8]:
        """The image in another encoding; ImageError `encoding` if the library cannot do that."""
        try:
            return np.asarray(self.convert(image, encoding), np.uint8)
        except self.errors as error:
            raise ImageError(
                "encoding", f"{self.name} cannot turn {image.encoding} into {encoding}: {error}"
            ) from error


@functools.cache
def colour_converter() -> ColourConverter:
    """The converter of this installation, chosen on the first call.

    Raises:
        ImportError: neither library can be used.
    """
    return _cv_bridge() or _rosbags_image()


def _cv_bridge() -> ColourConverter | None:
    if importlib.util.find_spec("cv_bridge") is None:
        return None
    reason = why_cv_bridge_fails()
    if reason is None:
        try:
            from cv_bridge import CvBridge, CvBridgeError  # noqa: PLC0415 - optional, and slow to import

            return ColourConverter("cv_bridge", CvBridge().imgmsg_to_cv2, (CvBridgeError, cv2.error))
        except ImportError as error:
            # Beside what this process has loaded, a library may not fit in that fits in alone.
            reason = str(error)
    _logger.warning("cv_bridge is installed but does not work, using rosbags-image: %s", reason)
    return None


def _rosbags_image() -> ColourConverter:
    try:
        from rosbags.image import ImageError as Unsupported  # noqa: PLC0415 - optional beside cv_bridge
        from rosbags.image import image_to_cvimage  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ImportError(
            "no image decoder works here: install ROS's cv_bridge, or `pip install rosbags-image`"
        ) from error
    # Its type asks for a whole message; it reads what a packed image has.
    convert = cast("Callable[[PackedImage, str], Any]", image_to_cvimage)
    return ColourConverter("rosbags-image", convert, (Unsupported, cv2.error))
