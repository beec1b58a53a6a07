"""A camera driver that can be killed: publishes one stream at 20 Hz until then.

python -m support.camera_process rgb
"""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING

import rclpy
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.messages.image_encoding import encode_image
from support.pictures import rgb_picture, thermal_picture

if TYPE_CHECKING:
    from csk_ros.stream.frame import Stream

RATE = 20.0


def main(stream: Stream) -> None:
    """Publish until killed."""
    rclpy.init()
    node = Node(f"{stream}_camera")
    best_effort = QoSProfile(depth=2, reliability=ReliabilityPolicy.BEST_EFFORT)
    publisher = node.create_publisher(Image, f"{stream}/image_raw", best_effort)
    numbers = count()

    def send() -> None:
        # Of the time, so that both cameras stamp alike wherever they were started.
        now = int(node.get_clock().now().nanoseconds)
        picture = rgb_picture if stream == "rgb" else thermal_picture
        encoding = "rgb8" if stream == "rgb" else "mono8"
        message = encode_image(picture(next(numbers)), encoding, stamp=now, frame_id=f"{stream}_optical")
        publisher.publish(message)

    node.create_timer(1 / RATE, send)
    rclpy.spin(node)


if __name__ == "__main__":
    main("rgb" if sys.argv[1] == "rgb" else "thermal")
