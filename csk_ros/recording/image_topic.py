"""A topic of a bag that carries images, and which camera they can be of by their encoding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.quoted_text import quoted
from csk_ros.recording.label_decoding import decode_labels
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from csk_ros.recording.recorded_image import RecordedStream

LOOKED_AT = 5
"""Messages of a topic that are decoded at most: the first ones of a colour camera may be dark."""

DEPTH_ENCODINGS = ("16UC1", "32FC1")
"""What depth images come in (REP 118), and thermal ones, too."""

_DECODERS: dict[RecordedStream, Callable[[Any], object]] = {
    "rgb": decode_rgb,
    "thermal": decode_thermal,
    "labels": decode_labels,
}


@dataclass(frozen=True)
class ImageTopic:
    """What the first images of a topic say."""

    name: str
    encoding: str = ""
    """For people, such as `bgr8 in colours`; empty if not known."""
    fits: frozenset[RecordedStream] | None = None
    """The streams that the images can be read as; None if nothing is known of them."""
    may_be_depth: bool = False
    """Whether depth images have that encoding, too."""

    @property
    def is_in_colours(self) -> bool:
        """Whether the images can be of a colour camera only."""
        return self.fits is not None and "rgb" in self.fits and "thermal" not in self.fits

    @property
    def is_thermal(self) -> bool:
        """Whether the images can be of a thermal camera only."""
        return self.fits is not None and "rgb" not in self.fits and not self.may_be_depth

    def may_be(self, stream: RecordedStream) -> bool:
        """Whether nothing speaks against the images being of a stream."""
        return self.fits is None or stream in self.fits

    def __str__(self) -> str:
        return f"{self.name} ({self.encoding})" if self.encoding else self.name


def look_at(name: str, messages: Iterable[Any]) -> ImageTopic:
    """Decode the first messages of a topic until they tell which camera they are of.

    Args:
        name: of the topic.
        messages: sensor_msgs Image or CompressedImage.
    """
    topic = ImageTopic(name)
    for message in islice(messages, LOOKED_AT):
        encoding = quoted(message.format if is_compressed(message) else message.encoding).strip("'")
        fits = frozenset(stream for stream in _DECODERS if _reads(stream, message))
        if fits.isdisjoint(STREAMS):
            topic = replace(topic, encoding=topic.encoding or encoding)
            continue
        topic = ImageTopic(name, encoding, fits, may_be_depth=encoding.startswith(DEPTH_ENCODINGS))
        if topic.is_in_colours:
            return replace(topic, encoding=f"{encoding} in colours")
        if not topic.may_be("rgb"):
            return topic
        # Grey images may be the dark ones of a colour camera: the next message may tell.
    return topic


def _reads(stream: RecordedStream, message: Any) -> bool:
    try:
        _DECODERS[stream](message)
    except ImageError:
        return False
    return True
