"""The label set for consumers, latched, where vision_msgs is installed."""

from __future__ import annotations

import pytest

from csk_ros.labels import STREET, LabelSet
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.node.label_info import label_info
from csk_ros.node.outputs import LATCHED_QOS

messages = pytest.importorskip("vision_msgs.msg", reason="vision_msgs is not installed")


def names(message):
    return [(entry.class_id, entry.class_name) for entry in message.class_map]


def test_every_class_of_the_set_is_named_by_its_id():
    label_set = LabelSet("two", ("road", "sky"), ((128, 64, 128), (70, 130, 180)))
    message = label_info(label_set, to_stamp(5_000_000_007))
    assert names(message) == [(0, "road"), (1, "sky")]
    assert to_nanoseconds(message.header.stamp) == 5_000_000_007
    assert message.threshold == 0.0, "no label is held back for its confidence"


def test_who_comes_late_still_learns_what_the_ids_mean(make_rig):
    rig = make_rig().start()
    received: list = []
    rig.listen(messages.LabelInfo, "segmentation/label_info", received, LATCHED_QOS)
    rig.until(lambda: bool(received), "the latched label info")
    assert names(received[0]) == list(enumerate(STREET.classes))
