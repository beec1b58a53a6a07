"""Picture topics of a bag that could be its ground truth, if nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rosbags.serde import SerdeError
from rosbags.typesys import Stores, get_typestore

if TYPE_CHECKING:
    from collections.abc import Collection

    from csk_ros.recording.bag_recording import BagRecording

IMAGE = "sensor_msgs/msg/Image"

OUTPUT = "segmentation"
"""A part of the names of the node's own outputs, which are nothing to judge it by."""


def unused_pictures(recording: BagRecording) -> list[str]:
    """Topics of mono8 pictures that the recording does not use, in order of their names."""
    typestore = get_typestore(Stores.ROS2_HUMBLE)
    topics = {channel.topic for channel in recording.bag.counts if channel.readable}
    found = []
    for topic in sorted(topics - set(recording.topics.values())):
        if OUTPUT in topic.split("/"):
            continue
        first = next(recording.bag.messages([topic]))
        try:
            message: Any = typestore.deserialize_cdr(first.data, first.channel.type)
        except SerdeError:
            # What cannot be read is no ground truth.
            continue
        if first.channel.type == IMAGE and message.encoding == "mono8":
            found.append(topic)
    return found


def unused_text(topics: Collection[str]) -> str:
    """The topics for a warning, with the option that uses one.

    Args:
        topics: one at least.
    """
    options = " or ".join(f"--ground-truth {topic}" for topic in topics)
    return f"picture topics not used: {', '.join(topics)}; {options}?"
