"""Write pictures into a rosbag2 (mcap) without ROS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer, WriterError
from rosbags.typesys import Stores, get_typestore

from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from types import TracebackType

    from rosbags.interfaces import Connection
    from typing_extensions import Self

    from csk_ros.recording.image import RecordedImage, RecordedStream

TOPICS: dict[RecordedStream, str] = {
    "rgb": "/rgb/image_raw",
    "thermal": "/thermal/image_raw",
    "labels": "/ground_truth",
}

IMAGE = "sensor_msgs/msg/Image"


class BagWriter:
    """A new rosbag2 that pictures are written to as sensor_msgs/Image, lossless.

    A context manager: the bag is complete when its block has ended. Chunks are compressed with zstd,
    which every mcap reader of ROS 2 reads. Only the topics that something was written to are in it.

    Args:
        path: the bag's folder; it must not exist.

    Raises:
        RecordingError: the path exists, or cannot be written.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        # Version 8 is read by every ROS 2 that reads mcap, version 9 by the newest only.
        try:
            self._writer = Writer(self.path, version=8, storage_plugin=StoragePlugin.MCAP)
        except WriterError as error:
            raise RecordingError(f"{self.path} exists already; choose another path or remove it") from error
        self._writer.set_compression(CompressionMode.STORAGE, CompressionFormat.ZSTD)
        self._typestore = get_typestore(Stores.ROS2_HUMBLE)
        self._connections: dict[RecordedStream, Connection] = {}

    def __enter__(self) -> Self:
        try:
            self._writer.open()
        except (WriterError, OSError) as error:
            raise RecordingError(f"{self.path} cannot be written: {error}") from error
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._writer.__exit__(error_type, error, traceback)

    def write(self, recorded: RecordedImage) -> None:
        """Append one picture at its time, with its stamp."""
        message = self._message(recorded)
        self._writer.write(
            self._connection(recorded.stream),
            recorded.time,
            self._typestore.serialize_cdr(message, IMAGE),
        )

    def _connection(self, stream: RecordedStream) -> Connection:
        if stream not in self._connections:
            self._connections[stream] = self._writer.add_connection(
                TOPICS[stream], IMAGE, typestore=self._typestore
            )
        return self._connections[stream]

    def _message(self, recorded: RecordedImage) -> Any:
        types = self._typestore.types
        seconds, nanoseconds = divmod(recorded.stamp, 1_000_000_000)
        image = np.ascontiguousarray(recorded.image)
        if image.dtype.byteorder == ">":
            image = image.astype(image.dtype.newbyteorder("<"))
        return types[IMAGE](
            header=types["std_msgs/msg/Header"](
                stamp=types["builtin_interfaces/msg/Time"](sec=seconds, nanosec=nanoseconds),
                frame_id=recorded.frame_id,
            ),
            height=image.shape[0],
            width=image.shape[1],
            encoding=recorded.encoding,
            is_bigendian=0,
            step=image.strides[0],
            data=image.reshape(-1).view(np.uint8),
        )
