"""The running node is asked whether its two cameras have one pixel frame."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.evaluation.live.registration_question import TRIES, RegistrationQuestion
from support.spin import spin_until

IDENTITY = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
SHIFT = [1.0, 0.0, 5.0, *IDENTITY[3:]]


@pytest.fixture
def nodes(ros_context, ros_executor):
    """One that asks, and one that is asked."""
    import rclpy  # noqa: PLC0415

    made = [rclpy.create_node(name, context=ros_context) for name in ("asking", "segmentation_node")]
    for node in made:
        ros_executor.add_node(node)
    yield made
    for node in made:
        ros_executor.remove_node(node)
        node.destroy_node()


@pytest.mark.parametrize(
    ("mode", "homography", "shares"),
    [
        ("none", SHIFT, True),
        ("homography", IDENTITY, True),
        ("homography", SHIFT, False),
        ("cameras", SHIFT, False),
    ],
)
def test_what_the_node_says_is_heard(nodes, ros_executor, mode, homography, shares):
    asking, asked = nodes
    asked.declare_parameter("registration.mode", mode)
    asked.declare_parameter("registration.homography", homography)
    heard = []
    question = RegistrationQuestion(asking, heard.append)

    def is_heard():
        if not heard:
            question._tries = 0
            question.ask("segmentation_node: segmentation")
        return bool(heard)

    spin_until(ros_executor, is_heard, "the parameters")
    assert set(heard) == {shares}
    assert question.is_over


def test_who_does_not_say_is_not_asked_for_ever(nodes):
    heard = []
    question = RegistrationQuestion(nodes[0], heard.append)
    for _ in range(TRIES):
        assert not question.is_over
        question.ask("nobody: segmentation")
    assert question.is_over
    assert heard == []
