"""What becomes of a demo whose node does not come up."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.demo.label_agreement import LabelAgreement
from csk_ros.demo.node_process import NodeProcess
from csk_ros.demo.performance import DemoError, Performance
from csk_ros.labels import STREET
from csk_ros.recording.faults import FaultScript
from support.list_recording import small_recording


@pytest.mark.usefixtures("ros_domain_id")
def test_a_node_without_a_model_is_an_error_with_its_own_words(tmp_path):
    shown = []
    with NodeProcess(tmp_path / "nowhere.safetensors", tmp_path / "node.log") as node:
        performance = Performance(
            node,
            small_recording(3),
            FaultScript(),
            LabelAgreement(STREET),
            lambda *progress: shown.append(progress),
        )
        with pytest.raises(DemoError, match=r"not configured(.|\n)*nowhere\.safetensors does not exist"):
            performance.run()
    assert shown == []
    assert node.stop() == 0
