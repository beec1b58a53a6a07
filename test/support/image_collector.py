"""A node that keeps every picture it receives."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.messages.stamp import to_nanoseconds


class ImageCollector(Node):
    """Subscribes to topics of sensor_msgs/Image; `received[topic]` are the messages in order."""

    def __init__(self, context, topics, *, reliability=ReliabilityPolicy.RELIABLE):
        super().__init__("collector", context=context)
        self.received = defaultdict(list)
        quality = QoSProfile(depth=500, reliability=reliability)
        self._subscriptions_kept = [
            self.create_subscription(Image, topic, self.received[topic].append, quality) for topic in topics
        ]

    def stamps(self, topic):
        """Stamps in nanoseconds of what came on a topic."""
        return [to_nanoseconds(message.header.stamp) for message in self.received[topic]]

    def pictures(self, topic):
        """What came on a topic as arrays, by numpy alone."""
        dtypes = {"rgb8": np.uint8, "mono8": np.uint8, "mono16": np.uint16}
        return [
            np.frombuffer(m.data, dtypes[m.encoding]).reshape(
                (m.height, m.width, 3) if m.encoding == "rgb8" else (m.height, m.width)
            )
            for m in self.received[topic]
        ]
