"""Labels on a real topic, and what there is without ROS 2."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.benchmark import publication as module
from csk_ros.benchmark.publication import TOPIC, publication


def test_who_would_listen_would_hear_the_labels(ros_context, ros_executor):
    from support.image_collector import ImageCollector  # noqa: PLC0415 - needs ROS 2
    from support.spin import spin_until  # noqa: PLC0415

    collector = ImageCollector(ros_context, [TOPIC])
    ros_executor.add_node(collector)
    labels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    with publication() as publish:

        def heard():
            # The two find each other in a while.
            publish(labels)
            return bool(collector.received[TOPIC])

        spin_until(ros_executor, heard, "labels")
    np.testing.assert_array_equal(collector.pictures(TOPIC)[0], labels)
    assert collector.received[TOPIC][0].header.frame_id == "thermal"
    collector.destroy_node()


def test_without_ros_there_is_nothing_to_publish_with(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with publication() as publish:
        assert publish is None


def test_what_fails_meanwhile_is_not_kept_back(ros_domain_id):
    pytest.importorskip("rclpy", reason="needs ROS 2")
    with pytest.raises(ZeroDivisionError), publication() as publish:
        publish(np.zeros((2, 2), np.uint8) // (1 // (ros_domain_id * 0)))
