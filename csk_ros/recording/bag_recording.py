"""A rosbag2 (mcap or sqlite3) as a recording, read without ROS."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rosbags.serde import SerdeError
from rosbags.typesys import Stores, get_typestore

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.layout_check import LayoutCheck
from csk_ros.messages.stamp import SECOND, to_nanoseconds
from csk_ros.recording.bag_files.bag_layout import ROS1_ADVICE
from csk_ros.recording.bag_files.bag_reader import BagReader
from csk_ros.recording.image_topic import ImageTopic, look_at
from csk_ros.recording.label_decoding import decode_labels
from csk_ros.recording.picture_decoding import encoding_of
from csk_ros.recording.recorded_image import RecordedImage, RecordedStream
from csk_ros.recording.recorder_clock import examine
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topic_choice import choose_topics
from csk_ros.recording.unreadable_topic import unreadable_texts
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from csk_ros.recording.bag_files.bag_file import BagMessage
    from csk_ros.stream.frame import Stream

_TYPES = get_typestore(Stores.ROS2_HUMBLE)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


class BagRecording:
    """The pictures of a rosbag2: a bag's folder, or a single .mcap or .db3 file.

    Topics are chosen by their names and first images where none is given, see choose_topics. Images that were
    recorded before the recorder's clock was set are left out, see recorder_clock.

    Args:
        path: the bag.
        tell: given what was chosen, and each warning; prints it on stderr by default.
        rgb_topic, thermal_topic, labels_topic: topics of sensor_msgs Image or CompressedImage.

    Raises:
        RecordingError: no bag, a damaged one, one without pictures, or topics that cannot be told apart.
    """

    def __init__(
        self,
        path: str | Path,
        tell: Callable[[str], object] = _tell,
        /,
        *,
        rgb_topic: str | None = None,
        thermal_topic: str | None = None,
        labels_topic: str | None = None,
    ) -> None:
        self.path = Path(path)
        self._tell = tell
        self.warnings: list[str] = []
        """What is not as the bag promises, or is left out; each was told."""
        given: dict[RecordedStream, str | None] = {
            "rgb": rgb_topic,
            "thermal": thermal_topic,
            "labels": labels_topic,
        }
        self.bag = BagReader(self.path)
        self._warn(self.bag.warnings)
        pictures: Counter[str] = Counter()
        unreadable: defaultdict[str, list[str]] = defaultdict(list)
        for channel, count in self.bag.counts.items():
            if channel.readable:
                pictures[channel.topic] += count
            else:
                unreadable[channel.topic].append(f"{count} messages of {channel.kind}")
        others = {each.topic: each.kind for each in self.bag.counts if each.topic not in pictures}
        if not pictures:
            raise RecordingError(f"{self.path}: {_without_pictures(self.bag, others)}")
        try:
            choice = choose_topics([self._look_at(topic) for topic in pictures], given, others)
        except RecordingError as error:
            raise RecordingError(f"{self.path}: {error}") from error
        self.topics = choice.topics
        """By stream."""
        self.doubts = choice.doubts
        """Why a stream is missing that the bag may have; to be told by whoever goes on without it."""
        self._doubted: set[str] = set()
        tell(f"{self.path}: {choice.text}")
        for topic in self.topics.values():
            self._warn(f"{what} on {topic} cannot be read: left out" for what in unreadable.get(topic, ()))
        times = {stream: self.bag.times(topic) for stream, topic in self.topics.items()}
        self._earliest, self._latest, strange = examine(np.sort(np.concatenate([*times.values()])))
        self._warn(strange)
        self._counts = {
            stream: int(((of >= self._earliest) & (of <= self._latest)).sum()) for stream, of in times.items()
        }

    def require_both_cameras(self) -> None:
        """Refuse a bag of one camera.

        Raises:
            RecordingError: it is; the message names the other camera's option.
        """
        for stream in STREAMS:
            if stream not in self.topics:
                raise RecordingError(
                    f"{self.path}: expected {stream} images beside {', '.join(self.topics.values())}; name "
                    f"their topic with --{stream}-topic" + "".join(f". {doubt}" for doubt in self.doubts)
                )

    def leave_out(self, stream: RecordedStream) -> None:
        """Read the recording as if it had no images of a stream."""
        self.topics.pop(stream, None)
        self._counts.pop(stream, None)

    def __iter__(self) -> Iterator[RecordedImage]:
        return self.pictures()

    def pictures(
        self,
        broken: Callable[[Stream, int, ImageError], None] | None = None,
        doubted: Callable[[str], object] = _tell,
    ) -> Iterator[RecordedImage]:
        """Every picture, in order of time, from the start.

        Args:
            broken: told of a picture of a camera that cannot be decoded, and of its time in ns; it is then
                left out. If None, such a picture is an error; ground truth that is broken always is.
            doubted: given, once a recording, what images show otherwise than their messages say.

        Raises:
            RecordingError: the bag is damaged, or holds such a picture.
        """
        streams = {topic: stream for stream, topic in self.topics.items()}
        layouts: dict[RecordedStream, LayoutCheck] = {
            stream: LayoutCheck(stream, partial(self._doubt, doubted)) for stream in STREAMS
        }
        for message in self.bag.messages(streams):
            if not self._earliest <= message.time <= self._latest:
                continue
            stream = streams[message.channel.topic]
            try:
                picture = _recorded(message, stream, layouts)
            except ImageError as error:
                if broken is None or stream == "labels":
                    raise RecordingError(
                        f"{self.path}: {message.channel.topic} at {message.time} ns: {error}"
                    ) from error
                broken(stream, message.time, error)
            else:
                yield picture

    def _look_at(self, topic: str) -> ImageTopic:
        messages = (
            _TYPES.deserialize_cdr(message.data, message.channel.type)
            for message in self.bag.messages([topic])
        )
        try:
            return look_at(topic, messages)
        except (RecordingError, SerdeError):
            # Whoever reads the pictures is told of it.
            return ImageTopic(topic)

    @property
    def duration(self) -> float:
        """Seconds from the first picture to the last."""
        return (self._latest - self._earliest) / SECOND

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""
        return dict(self._counts)

    def _doubt(self, doubted: Callable[[str], object], text: str) -> None:
        if text not in self._doubted:
            self._doubted.add(text)
            doubted(f"{self.path}: {text}")

    def _warn(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.warnings.append(f"{self.path}: {text}")
            self._tell(f"warning: {self.warnings[-1]}")


def _without_pictures(bag: BagReader, types: dict[str, str]) -> str:
    kinds = ", ".join(sorted(set(types.values())))
    ros1 = any(channel.encoding == "ros1" for channel in bag.counts)
    advice = [f"Messages of ROS 1: {ROS1_ADVICE}"] if ros1 else unreadable_texts(types)
    return ". ".join([f"no images in this bag; it has {kinds or 'no messages'}", *advice])


def _recorded(
    message: BagMessage, stream: RecordedStream, layouts: Mapping[RecordedStream, LayoutCheck]
) -> RecordedImage:
    """Decode a message.

    Raises:
        ImageError: it is no image that the stream can hold.
    """
    try:
        decoded: Any = _TYPES.deserialize_cdr(message.data, message.channel.type)
    except SerdeError as error:
        raise ImageError("corrupt", str(error)) from error
    image = _decode(decoded, stream, layouts)
    stamp = to_nanoseconds(decoded.header.stamp)
    frame_id = decoded.header.frame_id
    return RecordedImage(stream, message.time, stamp, frame_id, encoding_of(image), image)


def _decode(
    message: Any, stream: RecordedStream, layouts: Mapping[RecordedStream, LayoutCheck]
) -> NDArray[Any]:
    if stream == "rgb":
        return decode_rgb(message, layouts["rgb"].see)
    if stream == "thermal":
        return decode_thermal(message, layouts["thermal"].see)
    return decode_labels(message)
