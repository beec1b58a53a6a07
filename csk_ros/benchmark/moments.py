"""Pictures to measure with: a synthetic street, as messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.stages import Moment
from csk_ros.recording.picture_decoding import encoding_of
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.resizing import resize_smoothly
from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.plain_message import PlainImage
    from csk_ros.recording.recorded_image import RecordedStream

SEED = 20
DAYLIGHT = 0.6

MOMENTS = 8
"""Different ones, so that no cache holds the answer to the next."""

_SECOND = 1_000_000_000


def street_moments(size: tuple[int, int]) -> list[Moment]:
    """The messages of both cameras, a second apart: rgb8 and mono8.

    Args:
        size: height and width of the pictures.
    """
    scene = SyntheticScene(SEED)
    moments = []
    for second in range(1, MOMENTS + 1):
        images = scene.render(float(second), DAYLIGHT)
        rgb, thermal = (resize_smoothly(picture, size) for picture in (images.rgb, images.thermal))
        stamp = second * _SECOND
        moments.append(Moment(_message("rgb", stamp, rgb), _message("thermal", stamp, thermal), stamp))
    return moments


def _message(stream: RecordedStream, stamp: int, picture: NDArray[Any]) -> PlainImage:
    return recorded_message(RecordedImage(stream, stamp, stamp, stream, encoding_of(picture), picture))
