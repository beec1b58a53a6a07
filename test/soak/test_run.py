"""What becomes of a soak whose node does not come up."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.recording.faults import FaultScript
from csk_ros.soak.run import SoakError, SoakRun
from csk_ros.soak.soaked_node import SoakedNode
from support.list_recording import small_recording


@pytest.mark.usefixtures("ros_domain_id")
def test_a_node_without_a_model_is_an_error_with_its_own_words(tmp_path):
    with SoakedNode(tmp_path / "nowhere.safetensors", tmp_path / "node.log") as node:
        run = SoakRun(node, small_recording(3), FaultScript(), 6.0, lambda _observation: None)
        with pytest.raises(SoakError, match="the node says: not configured") as caught:
            run.run()
    assert "nowhere.safetensors does not exist" in str(caught.value)
