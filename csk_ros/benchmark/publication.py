"""Labels on a real topic that nobody listens to."""

from __future__ import annotations

import time
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

NODE, TOPIC = "csk_ros_benchmark", "segmentation"


@contextmanager
def publication() -> Iterator[Callable[[NDArray[np.uint8]], None] | None]:
    """Offer what publishes labels uint8[H, W] as the node does.

    None where ROS 2 is not installed: then there is not even a message to encode labels into.
    """
    if find_spec("rclpy") is None:
        yield None
        return
    # As late as this it does not count as start-up of the network.
    import rclpy  # noqa: PLC0415 - see above
    from rclpy.context import Context  # noqa: PLC0415 - see above
    from sensor_msgs.msg import Image  # noqa: PLC0415 - see above

    from csk_ros.messages.image_encoding import encode_image  # noqa: PLC0415 - see above
    from csk_ros.ros.qos import OUTPUT_QOS  # noqa: PLC0415 - see above

    context = Context()
    rclpy.init(context=context)
    node = rclpy.create_node(NODE, context=context, enable_rosout=False, start_parameter_services=False)
    publisher = node.create_publisher(Image, TOPIC, OUTPUT_QOS)

    def publish(labels: NDArray[np.uint8]) -> None:
        publisher.publish(encode_image(labels, "mono8", stamp=time.time_ns(), frame_id="thermal"))

    try:
        yield publish
    finally:
        node.destroy_node()
        rclpy.try_shutdown(context=context)
