"""Bags with any message in them, written through rosbags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from mcap.writer import Writer as McapWriter
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.typesys import Stores, get_typestore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

TYPESTORE = get_typestore(Stores.ROS2_HUMBLE)
IMAGE = "sensor_msgs/msg/Image"
COMPRESSED = "sensor_msgs/msg/CompressedImage"


def header(stamp: int, frame_id: str) -> Any:
    """A std_msgs/Header; the stamp in nanoseconds."""
    time = TYPESTORE.types["builtin_interfaces/msg/Time"](
        sec=stamp // 1_000_000_000, nanosec=stamp % 1_000_000_000
    )
    return TYPESTORE.types["std_msgs/msg/Header"](stamp=time, frame_id=frame_id)


def image_message(
    picture: np.ndarray, encoding: str, *, stamp: int = 0, frame_id: str = "camera", padding: int = 0
) -> Any:
    """A sensor_msgs/Image whose rows are followed by `padding` bytes of 0xAA."""
    rows = picture.reshape(len(picture), -1).view(np.uint8)
    rows = np.pad(rows, ((0, 0), (0, padding)), constant_values=0xAA)
    return TYPESTORE.types[IMAGE](
        header=header(stamp, frame_id),
        height=picture.shape[0],
        width=picture.shape[1],
        encoding=encoding,
        is_bigendian=0,
        step=rows.shape[1],
        data=np.ascontiguousarray(rows).reshape(-1),
    )


def compressed_message(data: bytes, image_format: str, *, stamp: int = 0, frame_id: str = "camera") -> Any:
    """A sensor_msgs/CompressedImage around a picture file's bytes."""
    return TYPESTORE.types[COMPRESSED](
        header=header(stamp, frame_id), format=image_format, data=np.frombuffer(data, np.uint8)
    )


def write_bag(
    path: Path,
    messages: Iterable[tuple[str, int, Any]],
    storage: StoragePlugin = StoragePlugin.MCAP,
) -> Path:
    """Write (topic, time in nanoseconds, message) to a new bag."""
    with Writer(path, version=8, storage_plugin=storage) as writer:
        connections: dict[str, Any] = {}
        for topic, time, message in messages:
            kind = message.__msgtype__
            if topic not in connections:
                connections[topic] = writer.add_connection(topic, kind, typestore=TYPESTORE)
            writer.write(connections[topic], time, TYPESTORE.serialize_cdr(message, kind))
    return path


def write_mcap(path: Path, messages: Iterable[tuple[str, int, Any]], **options: Any) -> Path:
    """Write (topic, time in nanoseconds, message) to an mcap, each in a chunk; options are those of mcap."""
    with path.open("wb") as file:
        writer = McapWriter(file, **({"chunk_size": 1} | options))
        writer.start("ros2")
        channels: dict[str, int] = {}
        for topic, time, message in messages:
            if topic not in channels:
                schema = writer.register_schema(message.__msgtype__, "ros2msg", b"")
                channels[topic] = writer.register_channel(topic, "cdr", schema)
            data = bytes(TYPESTORE.serialize_cdr(message, message.__msgtype__))
            writer.add_message(channels[topic], time, data, time)
        writer.finish()
    return path


def bag_file(bag: Path) -> Path:
    """The only file of messages in a bag's folder."""
    (file,) = [*bag.glob("*.mcap"), *bag.glob("*.db3")]
    return file


def edit_metadata(bag: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change what a bag's metadata.yaml says."""
    content = yaml.safe_load((bag / "metadata.yaml").read_text(encoding="utf-8"))
    edit(content["rosbag2_bagfile_information"])
    (bag / "metadata.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
