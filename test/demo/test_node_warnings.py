"""The warnings in a node's log."""

from __future__ import annotations

from csk_ros.demo.node_warnings import node_warnings

LOG = """\
[INFO] [1795800780.235847648] [segmentation]: model.safetensors in openvino (bfloat16, cpu)
[WARN] [1795800780.275971701] [segmentation]: expected uint16, got uint8 from 10 to 249
[ERROR] [1795800781.000000000] [robot.segmentation]: no output: thermal missing, rgb missing
[WARN] [1795800785.275971701] [segmentation]: expected uint16, got uint8 from 12 to 240.5
Traceback (most recent call last):
  [WARN] is no beginning of this line
[WARN] [1795800790.000000000] [segmentation]: thermal picture not used: step
"""


def test_each_kind_is_told_once_in_order():
    assert node_warnings(LOG) == [
        "WARN: expected uint16, got uint8 from 10 to 249 (2 times)",
        "ERROR: no output: thermal missing, rgb missing",
        "WARN: thermal picture not used: step",
    ]


def test_a_node_that_is_content_warns_of_nothing():
    assert node_warnings(LOG.splitlines()[0]) == []
