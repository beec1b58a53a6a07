"""The label set for consumers, latched, where vision_msgs is installed."""

from __future__ import annotations

import pytest

from csk_ros.labels import STREET
from csk_ros.node.outputs import LATCHED_QOS


def test_who_comes_late_still_learns_what_the_ids_mean(make_rig):
    messages = pytest.importorskip("vision_msgs.msg", reason="vision_msgs is not installed")
    rig = make_rig().start()
    received: list = []
    rig.listen(messages.LabelInfo, "segmentation/label_info", received, LATCHED_QOS)
    rig.until(lambda: bool(received), "the latched label info")
    assert [(entry.class_id, entry.class_name) for entry in received[0].class_map] == list(
        enumerate(STREET.classes)
    )
