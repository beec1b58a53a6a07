"""A rosbag2 (mcap or sqlite3) as a recording, read without ROS."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
from rosbags.rosbag2 import Reader, ReaderError
from rosbags.serde import SerdeError
from rosbags.typesys import Stores, get_typestore

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.layout_check import LayoutCheck
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.recording.image_topic import ImageTopic, look_at
from csk_ros.recording.label_decoding import decode_labels
from csk_ros.recording.picture_decoding import encoding_of
from csk_ros.recording.recorded_image import RecordedImage, RecordedStream
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topic_choice import choose_topics
from csk_ros.recording.unreadable_topic import IMAGE_TYPES, unreadable_texts
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray
    from rosbags.interfaces import Connection

    from csk_ros.stream.frame import Stream

# What reading a file that ends early or holds rubbish raises, besides the reader's own error.
DAMAGE = (ReaderError, SerdeError, struct.error, apsw.Error, OSError, TypeError, ValueError, KeyError)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


class BagRecording:
    """The pictures of a rosbag2: a bag's folder, or a single .mcap or .db3 file.

    Topics are chosen by their names and first images where none is given, see choose_topics.

    Args:
        path: the bag.
        tell: given what was chosen; prints it on stderr by default.
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
        given: dict[RecordedStream, str | None] = {
            "rgb": rgb_topic,
            "thermal": thermal_topic,
            "labels": labels_topic,
        }
        with self._open() as reader:
            pictures: dict[str, int] = {}
            for connection in reader.connections:
                if connection.msgtype in IMAGE_TYPES and connection.msgcount:
                    pictures[connection.topic] = pictures.get(connection.topic, 0) + connection.msgcount
            others = {c.topic: c.msgtype for c in reader.connections if c.msgtype not in IMAGE_TYPES}
            self._duration = reader.duration / 1e9
            topics = [self._look_at(reader, topic) for topic in pictures]
        if not pictures:
            found = ", ".join(sorted(set(others.values()))) or "no messages"
            raise RecordingError(
                ". ".join([f"{self.path}: no images in this bag; it has {found}", *unreadable_texts(others)])
            )
        try:
            choice = choose_topics(topics, given, others)
        except RecordingError as error:
            raise RecordingError(f"{self.path}: {error}") from error
        self.topics = choice.topics
        """By stream."""
        self.doubts = choice.doubts
        """Why a stream is missing that the bag may have; to be told by whoever goes on without it."""
        self._counts = {stream: pictures[topic] for stream, topic in self.topics.items()}
        self._doubted: set[str] = set()
        tell(f"{self.path}: {choice.text}")

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
        typestore = get_typestore(Stores.ROS2_HUMBLE)
        layouts: dict[RecordedStream, LayoutCheck] = {
            stream: LayoutCheck(stream, partial(self._doubt, doubted)) for stream in STREAMS
        }
        with self._open() as reader:
            wanted = [c for c in reader.connections if c.topic in streams and c.msgtype in IMAGE_TYPES]
            for connection, time, data in self._messages(reader, wanted):
                stream = streams[connection.topic]
                try:
                    message: Any = typestore.deserialize_cdr(data, connection.msgtype)
                    image = _decode(message, stream, layouts)
                except (ImageError, SerdeError, struct.error, ValueError) as error:
                    if broken is not None and stream != "labels" and isinstance(error, ImageError):
                        broken(stream, time, error)
                        continue
                    raise RecordingError(f"{self.path}: {connection.topic} at {time} ns: {error}") from error
                stamp = to_nanoseconds(message.header.stamp)
                frame_id = message.header.frame_id
                yield RecordedImage(stream, time, stamp, frame_id, encoding_of(image), image)

    def _look_at(self, reader: Reader, topic: str) -> ImageTopic:
        typestore = get_typestore(Stores.ROS2_HUMBLE)
        connections = [c for c in reader.connections if c.topic == topic and c.msgtype in IMAGE_TYPES]

        def messages() -> Iterator[Any]:
            for connection, _, data in self._messages(reader, connections):
                yield typestore.deserialize_cdr(data, connection.msgtype)

        try:
            return look_at(topic, messages())
        except (RecordingError, SerdeError, struct.error, ValueError):
            # Whoever reads the pictures is told of it.
            return ImageTopic(topic)

    @property
    def duration(self) -> float:
        """Seconds from the bag's first message to its last."""
        return self._duration

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""
        return dict(self._counts)

    @contextmanager
    def _open(self) -> Iterator[Reader]:
        if not self.path.exists():
            raise RecordingError(f"{self.path}: no such bag")
        # Asked before: the libraries call a file that they may not read a damaged one.
        for file in _parts(self.path):
            if not os.access(file, os.R_OK):
                raise RecordingError(f"{file}: expected a file that can be read, got no permission to")
        reader = None
        try:
            reader = Reader(self.path)
            reader.open()
        except FileNotFoundError as error:
            raise RecordingError(
                f"{self.path}: a bag's folder has a metadata.yaml, this one has none; name the .mcap or .db3 "
                "file inside it, or restore the metadata with `ros2 bag reindex`"
            ) from error
        except DAMAGE as error:
            raise self._damaged(error) from error
        try:
            yield reader
        finally:
            reader.close()

    def _doubt(self, doubted: Callable[[str], object], text: str) -> None:
        if text not in self._doubted:
            self._doubted.add(text)
            doubted(f"{self.path}: {text}")

    def _messages(
        self, reader: Reader, connections: list[Connection]
    ) -> Iterator[tuple[Connection, int, bytes]]:
        messages = reader.messages(connections)
        while True:
            try:
                message = next(messages, None)
            except DAMAGE as error:
                raise self._damaged(error) from error
            if message is None:
                return
            yield message

    def _damaged(self, error: Exception) -> RecordingError:
        return RecordingError(
            f"{self.path}: not a complete rosbag2 (mcap or sqlite3): {error}. A recording that was cut off "
            "can be mended with `mcap recover` or `ros2 bag reindex`"
        )


def _parts(path: Path) -> Iterator[Path]:
    """A bag's path and, if that is a folder, what is in it."""
    yield path
    if path.is_dir():
        yield from path.iterdir()


def _decode(
    message: Any, stream: RecordedStream, layouts: Mapping[RecordedStream, LayoutCheck]
) -> NDArray[Any]:
    if stream == "rgb":
        return decode_rgb(message, layouts["rgb"].see)
    if stream == "thermal":
        return decode_thermal(message, layouts["thermal"].see)
    return decode_labels(message)
