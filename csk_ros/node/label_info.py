"""The label set as vision_msgs/LabelInfo, where vision_msgs is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    from vision_msgs.msg import LabelInfo, VisionClass
except ImportError:
    # The ROS wheels on PyPI do not have it; the node then runs without segmentation/label_info.
    LabelInfo = None

__all__ = ["LabelInfo", "label_info"]

if TYPE_CHECKING:
    from builtin_interfaces.msg import Time

    from csk_ros.labels import LabelSet


def label_info(label_set: LabelSet, stamp: Time) -> LabelInfo:
    """Describe a label set: class_id to class_name, as Nav2's semantic layers expect it."""
    message = LabelInfo()
    message.header.stamp = stamp
    message.class_map = [
        VisionClass(class_id=class_id, class_name=name) for class_id, name in enumerate(label_set.classes)
    ]
    return message
