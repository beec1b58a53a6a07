from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.node import Node
from std_msgs.msg import String

from csk_ros.live.listening import listening
from support.spin import spin_until


class Ear(Node):
    """Hears words, and says one."""

    def __init__(self, context):
        super().__init__("ear", context=context)
        self.words = []
        self.create_subscription(String, "words", lambda message: self.words.append(message.data), 10)
        self.mouth = self.create_publisher(String, "words", 10)


def test_a_listener_hears_while_its_block_lasts_in_a_context_of_its_own(ros_domain_id):  # noqa: ARG001
    with listening(Ear) as (ear, executor):
        spin_until(executor, ear.mouth.get_subscription_count, "the ear")
        ear.mouth.publish(String(data="word"))
        spin_until(executor, lambda: ear.words, "a word")
        context = ear.context
        assert context.ok()
    assert ear.words == ["word"]
    assert not context.ok()


def test_a_listener_that_cannot_be_made_leaves_no_context_behind(ros_domain_id):  # noqa: ARG001
    contexts = []

    def deaf(context):
        contexts.append(context)
        raise ValueError("deaf")

    with pytest.raises(ValueError, match="deaf"), listening(deaf):
        pass
    assert not contexts[0].ok()
