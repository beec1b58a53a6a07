"""Write pictures into a rosbag2 (mcap) without ROS."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rosbags.interfaces import Qos, QosDurability, QosHistory, QosLiveliness, QosReliability, QosTime
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer
from rosbags.typesys import Stores, get_typestore

from csk_ros.recording.recorded_message import recorded_message
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topics import TOPICS

if TYPE_CHECKING:
    from types import TracebackType

    from rosbags.interfaces import Connection
    from typing_extensions import Self

    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream

IMAGE = "sensor_msgs/msg/Image"

_FOREVER = QosTime(9_223_372_036, 854_775_807)
"""RMW_DURATION_INFINITE of rmw/time.h."""

QOS = Qos(
    history=QosHistory.KEEP_LAST,
    depth=10,
    reliability=QosReliability.RELIABLE,
    durability=QosDurability.VOLATILE,
    deadline=_FOREVER,
    lifespan=_FOREVER,
    liveliness=QosLiveliness.AUTOMATIC,
    liveliness_lease_duration=_FOREVER,
    avoid_ros_namespace_conventions=False,
)
"""What `ros2 bag play` offers: a publisher's default, which subscribers of either reliability hear."""


class BagWriter:
    """A new rosbag2 that pictures are written to as sensor_msgs/Image, lossless.

    A context manager: the bag appears under its name, complete, when its block has ended, and not at all
    where the block ends by an error or an interrupt. Until then it grows in a folder beside, called NAME,
    some letters, and `.unfinished`. Chunks are compressed with zstd, which every mcap reader of ROS 2 reads.
    Only the topics that something was written to are in it.

    Args:
        path: the bag's folder; it must not exist.

    Raises:
        RecordingError: the path exists, or cannot be written.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if self.path.exists():
            raise RecordingError(f"{self.path} exists already; choose another path or remove it")
        self._typestore = get_typestore(Stores.ROS2_HUMBLE)
        self._connections: dict[RecordedStream, Connection] = {}

    def __enter__(self) -> Self:
        name, folder = self.path.name, self.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._unfinished = TemporaryDirectory(prefix=f"{name}.", suffix=".unfinished", dir=folder)
            # Its name in there is the final one: the file in the bag is called after it. Version 8 is read
            # by every ROS 2 that reads mcap, version 9 by the newest only.
            self._writer = Writer(
                Path(self._unfinished.name) / name, version=8, storage_plugin=StoragePlugin.MCAP
            )
            self._writer.set_compression(CompressionMode.STORAGE, CompressionFormat.ZSTD)
            self._writer.open()
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._unfinished:
            try:
                self._writer.__exit__(error_type, error, traceback)
                if error_type is None:
                    self._writer.path.rename(self.path)
            except OSError as failure:
                raise self._unwritable(failure) from failure

    def write(self, recorded: RecordedImage) -> None:
        """Append one picture at its time, as the message that its camera would send.

        Raises:
            RecordingError: it cannot be written.
        """
        data = self._typestore.serialize_cdr(recorded_message(recorded), IMAGE)
        try:
            self._writer.write(self._connection(recorded.stream), recorded.time, data)
        except OSError as error:
            raise self._unwritable(error) from error

    def _connection(self, stream: RecordedStream) -> Connection:
        if stream not in self._connections:
            self._connections[stream] = self._writer.add_connection(
                f"/{TOPICS[stream]}", IMAGE, typestore=self._typestore, offered_qos_profiles=[QOS]
            )
        return self._connections[stream]

    def _unwritable(self, error: OSError) -> RecordingError:
        return RecordingError(f"{self.path} cannot be written: {error}")
