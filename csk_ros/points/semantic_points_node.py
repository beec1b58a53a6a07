"""The semantic points node: point clouds in, the same clouds with labels out."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.clock import Clock, ClockType
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos_overriding_options import QoSOverridingOptions
from sensor_msgs.msg import CameraInfo, Image, PointCloud2

from csk_ros.camera_model import CameraInfoError, CameraModel
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_extension import extended
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.node.diagnostics import status
from csk_ros.node.frame_warnings import FrameWarnings
from csk_ros.node.message_filter import MessageFilter
from csk_ros.node.nearest_pair_synchronizer import NearestPairSynchronizer
from csk_ros.node.outputs import OUTPUT_QOS
from csk_ros.node.parameters import Parameters
from csk_ros.node.process import run_node
from csk_ros.node.subscription import CAMERA_QOS, subscribe
from csk_ros.parameters.points_parameters import POINTS_PARAMETERS
from csk_ros.points.cloud_answer import answer
from csk_ros.points.cloud_counts import LABELLED, UNHEARD, CloudCounts
from csk_ros.points.label_picture import LabelPictures
from csk_ros.stream.pairing import PairingSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.qos import QoSProfile

    from csk_ros.node.message_filter import Filter
    from csk_ros.points.label_picture import LabelPicture, Part

DIAGNOSTICS_PERIOD = 1.0
"""Seconds."""


class SemanticPointsNode(Node):
    """Gives every cloud the labels that are nearest to it in time, or says that there are none.

    Each cloud that can be read goes out once, unlabelled if need be: who listens sees no gap.
    """

    def __init__(self, **options: Any) -> None:
        """Declare parameters, subscribe and publish; `options` go to rclpy's Node."""
        super().__init__("semantic_points", **options)
        self.counts = CloudCounts()
        self._told = 0
        self._camera: CameraModel | None = None
        self._warn = FrameWarnings(self.get_logger()).tell
        self._settings = Parameters(self, POINTS_PARAMETERS, changed=self._follow_parameters)
        self._pictures = LabelPictures()
        self._clouds = MessageFilter()
        # As with thermal and rgb: every cloud has to be answered, and labels may be missing.
        self._pairer = NearestPairSynchronizer([self._pictures, self._clouds], self, self._pairing_settings())
        self._pairer.registerCallback(self._answer)
        own_qos = QoSOverridingOptions.with_default_policies()
        self._points = self.create_publisher(
            PointCloud2, "segmentation/points", copy(OUTPUT_QOS), qos_overriding_options=own_qos
        )
        self._diagnostics = self.create_publisher(
            DiagnosticArray, "/diagnostics", 10, qos_overriding_options=own_qos
        )
        # Steady: a paused simulation must not silence the diagnostics.
        self.create_timer(
            DIAGNOSTICS_PERIOD, self._publish_diagnostics, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )
        self._kept = [
            self._subscribe(PointCloud2, "points", self._receive_cloud),
            self._subscribe(CameraInfo, "thermal/camera_info", self._receive_camera_info),
            self._subscribe(Image, "segmentation", partial(self._receive_picture, "labels"), OUTPUT_QOS),
            self._subscribe(
                Image, "segmentation/confidence", partial(self._receive_picture, "confidence"), OUTPUT_QOS
            ),
        ]

    def _subscribe(
        self, message_type: type, topic: str, callback: Callable[[Any], None], qos: QoSProfile = CAMERA_QOS
    ) -> Filter:
        subscription = subscribe(self, message_type, topic, qos)
        subscription.registerCallback(callback)
        return subscription

    def _receive_cloud(self, cloud: PointCloud2) -> None:
        self.counts.received += 1
        if self._points.get_subscription_count():
            self._clouds.signal(cloud)
        else:
            self.counts.unheard()

    def _receive_picture(self, part: Part, message: Image) -> None:
        try:
            self._pictures.add(part, message)
        except ImageError as error:
            self._warn(f"{part} {error.reason}", f"{part} ignored: {error}")

    def _receive_camera_info(self, info: CameraInfo) -> None:
        try:
            self._camera = CameraModel.of(info)
        except CameraInfoError as error:
            self._camera = None
            self._warn("camera info", f"CameraInfo ignored: {error}")

    def _answer(self, picture: LabelPicture | None, cloud: PointCloud2) -> None:
        try:
            found = answer(point_view(cloud), cloud.header.frame_id, picture, self._camera)
            labelled = extended(cloud, {"label": found.points.labels, "confidence": found.points.confidence})
        except PointCloudError as error:
            self.counts.refused(error.reason)
            self._warn(error.reason, f"cloud ignored: {error}")
            return
        if found.reason:
            self.counts.unlabelled(found.reason)
            self._warn(found.reason, f"cloud goes out unlabelled: {found.explanation}")
        else:
            self.counts.labelled()
        try:
            self._points.publish(labelled)
        except rclpy_implementation.RCLError as error:
            # Under backpressure.
            self._warn("not published", f"cloud not published: {error}")

    def _pairing_settings(self) -> PairingSettings:
        return PairingSettings(
            max_skew=self._settings.number("max_skew"), rgb_wait=self._settings.number("wait")
        )

    def _follow_parameters(self) -> None:
        self._pairer.settings = self._pairing_settings()

    def _publish_diagnostics(self) -> None:
        level, text = self._verdict()
        values = self.counts.values() | {"left out": str(self._pairer.left_out)}
        name = f"{self.get_fully_qualified_name().lstrip('/')}: clouds"
        message = DiagnosticArray(status=[status(name, "", level, text, values)])
        message.header.stamp = self.get_clock().now().to_msg()
        self._told = self.counts.received
        try:
            self._diagnostics.publish(message)
        except rclpy_implementation.RCLError as error:
            # Under backpressure: the next one comes within a second.
            self._warn("diagnostics", f"diagnostics not published: {error}")

    def _verdict(self) -> tuple[bytes, str]:
        if self.counts.received == self._told:
            return DiagnosticStatus.STALE, "no cloud comes in"
        newest = self.counts.newest
        if newest is None or newest in {LABELLED, UNHEARD}:
            return DiagnosticStatus.OK, newest or "waiting for labels"
        return DiagnosticStatus.WARN, newest


def main(args: list[str] | None = None) -> None:
    """Run the node until SIGINT or SIGTERM; both end it cleanly, with exit code 0."""
    run_node(SemanticPointsNode, args=args)


if __name__ == "__main__":
    main()
