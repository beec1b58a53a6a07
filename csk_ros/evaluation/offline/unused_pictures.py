"""Picture topics of a bag that could be its ground truth, if nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rosbags.rosbag2 import Reader
from rosbags.typesys import Stores, get_typestore

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

IMAGE = "sensor_msgs/msg/Image"

OUTPUT = "segmentation"
"""A part of the names of the node's own outputs, which are nothing to judge it by."""


def unused_pictures(bag: Path, used: Collection[str]) -> list[str]:
    """Topics of mono8 pictures that are not used, in order of their names.

    Args:
        bag: a recording that can be read.
        used: topics that are.
    """
    typestore = get_typestore(Stores.ROS2_HUMBLE)
    found = set()
    with Reader(bag) as reader:
        for connection in reader.connections:
            topic = connection.topic
            if connection.msgtype != IMAGE or topic in used or OUTPUT in topic.split("/"):
                continue
            for _, _, data in reader.messages([connection]):
                message: Any = typestore.deserialize_cdr(data, IMAGE)
                if message.encoding == "mono8":
                    found.add(topic)
                break
    return sorted(found)


def unused_text(topics: Collection[str]) -> str:
    """The topics for a warning, with the option that uses one.

    Args:
        topics: one at least.
    """
    options = " or ".join(f"--ground-truth {topic}" for topic in topics)
    return f"picture topics not used: {', '.join(topics)}; {options}?"
