"""The semantic points node with somebody who sends it clouds and labels, over real DDS."""

from __future__ import annotations

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile
from sensor_msgs.msg import CameraInfo, Image, PointCloud2

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.points.semantic_points_node import SemanticPointsNode
from support.spin import spin_until

MS = 1_000_000
START = 1_000 * 1_000 * MS
HEIGHT, WIDTH, FOCAL = 48, 64, 50.0


def label_of(row: int, column: int, seed: int) -> int:
    """The label of a pixel in the picture of a seed."""
    return (row * 3 + column + seed) % 256


class PointsBench:
    """The node, and a peer that sends what it hears and hears what it sends."""

    def __init__(self, context, executor, **parameters) -> None:
        self.executor = executor
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node = SemanticPointsNode(context=context, parameter_overrides=overrides)
        self.peer = Node("peer", context=context)
        qos = QoSProfile(depth=10)
        self.publishers = {
            topic: self.peer.create_publisher(kind, topic, qos)
            for topic, kind in (
                ("points", PointCloud2),
                ("thermal/camera_info", CameraInfo),
                ("segmentation", Image),
                ("segmentation/confidence", Image),
            )
        }
        self.clouds: list[PointCloud2] = []
        self.diagnostics: list[DiagnosticArray] = []
        self.peer.create_subscription(DiagnosticArray, "/diagnostics", self.diagnostics.append, qos)
        executor.add_node(self.node)
        executor.add_node(self.peer)
        self.until(lambda: all(p.get_subscription_count() for p in self.publishers.values()), "discovery")

    def listen(self) -> PointsBench:
        """Collect the clouds that come out."""
        self.peer.create_subscription(PointCloud2, "segmentation/points", self.clouds.append, 10)
        self.until(lambda: self.node._points.get_subscription_count() == 1, "a listener")
        return self

    def until(self, condition, what: str) -> None:
        """Spin until `condition()`."""
        spin_until(self.executor, condition, what)

    def send_labels(self, at: float, seed: int = 0, frame_id: str = "thermal_optical") -> None:
        """Send labels and confidence, stamped `at` ms after the start, and wait until they have come."""
        pictures = []
        connection = self.node._pictures.registerCallback(pictures.append)
        rows, columns = np.indices((HEIGHT, WIDTH))
        labels = label_of(rows, columns, seed).astype(np.uint8)
        for topic, picture in (("segmentation", labels), ("segmentation/confidence", 255 - labels)):
            stamp = START + round(at * MS)
            message = encode_image(picture, "mono8", stamp=stamp, frame_id=frame_id)
            self.publishers[topic].publish(message)
        self.until(lambda: bool(pictures), "a picture of labels")
        del self.node._pictures._callbacks[connection]

    def send_camera_info(self, info: CameraInfo) -> None:
        """Send a CameraInfo and wait until it has come."""
        before = self.node._camera
        self.publishers["thermal/camera_info"].publish(info)
        self.until(lambda: self.node._camera is not before, "camera info")

    def send_cloud(self, cloud: PointCloud2) -> None:
        """Send a cloud and wait until it has come."""
        before = self.node.counts.received
        self.publishers["points"].publish(cloud)
        self.until(lambda: self.node.counts.received == before + 1, "a cloud")

    def outcomes(self) -> dict[str, str]:
        """What became of the clouds."""
        return self.node.counts.values()

    def stamps(self) -> list[float]:
        """The stamps of the clouds that came out, in milliseconds after the start."""
        return [(to_nanoseconds(cloud.header.stamp) - START) / MS for cloud in self.clouds]

    def labels(self) -> list[list[int]]:
        """The labels of each cloud that came out."""
        return [point_view(cloud)["label"].reshape(-1).tolist() for cloud in self.clouds]
