"""QoS overrides: each topic has its own."""

from __future__ import annotations

from rclpy.qos import ReliabilityPolicy

from csk_ros.ros.qos import CAMERA_QOS, OUTPUT_QOS

OVERRIDES = {
    "qos_overrides./rgb/image_raw.subscription.reliability": "reliable",
    "qos_overrides./segmentation.publisher.reliability": "best_effort",
}


def reliabilities(endpoints) -> list[ReliabilityPolicy]:
    return [endpoint.qos_profile.reliability for endpoint in endpoints]


def test_an_override_reaches_its_own_topic_alone(make_rig):
    rig = make_rig(**OVERRIDES).start()
    subscriptions = rig.node.get_subscriptions_info_by_topic
    publishers = rig.node.get_publishers_info_by_topic
    assert reliabilities(subscriptions("/rgb/image_raw")) == [ReliabilityPolicy.RELIABLE]
    assert reliabilities(subscriptions("/thermal/image_raw")) == [ReliabilityPolicy.BEST_EFFORT]
    assert reliabilities(publishers("/segmentation")) == [ReliabilityPolicy.BEST_EFFORT]
    assert reliabilities(publishers("/segmentation/confidence")) == [ReliabilityPolicy.RELIABLE]


def test_an_override_of_one_node_leaves_the_next_node_alone(make_rig):
    make_rig(**OVERRIDES).start()
    assert CAMERA_QOS.reliability == ReliabilityPolicy.BEST_EFFORT
    assert OUTPUT_QOS.reliability == ReliabilityPolicy.RELIABLE
