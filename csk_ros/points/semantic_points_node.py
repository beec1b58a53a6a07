"""The semantic points node: point clouds in, the same clouds with labels out."""

from __future__ import annotations

if __name__ == "__main__":
    # Before the imports below, which take seconds.
    from csk_ros.programs import semantic_points_node

    raise SystemExit(semantic_points_node())

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos_overriding_options import QoSOverridingOptions
from sensor_msgs.msg import Image, PointCloud2

from csk_ros.camera_model import CameraInfoError, CameraModel
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_extension import extended
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.parameters.points_parameters import POINTS_PARAMETERS
from csk_ros.points.cloud_answer import answer
from csk_ros.points.cloud_counts import EMPTY, LABELLED, UNHEARD, CloudCounts
from csk_ros.points.label_picture import LabelPictures
from csk_ros.ros.camera_info_subscription import CameraInfoSubscription
from csk_ros.ros.declared_parameters import DeclaredParameters
from csk_ros.ros.diagnostics_publisher import DiagnosticsPublisher, status
from csk_ros.ros.event_callbacks import PublisherWarnings
from csk_ros.ros.frame_warnings import FrameWarnings
from csk_ros.ros.message_filter import MessageFilter
from csk_ros.ros.nearest_pair_synchronizer import NearestPairSynchronizer
from csk_ros.ros.process import run_node
from csk_ros.ros.qos import CAMERA_QOS, OUTPUT_QOS
from csk_ros.ros.subscription import subscribe
from csk_ros.stream.pairing import PairingSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.qos import QoSProfile
    from sensor_msgs.msg import CameraInfo

    from csk_ros.points.label_picture import LabelPicture, Part

NOT_PUBLISHED = "not published"


class SemanticPointsNode(Node):
    """Gives every cloud the labels that are nearest to it in time, or says that there are none.

    Each cloud that can be read goes out once, unlabelled if need be: who listens sees no gap.
    """

    def __init__(self, **options: Any) -> None:
        """Declare parameters, subscribe and publish; `options` go to rclpy's Node."""
        super().__init__("semantic_points", **options)
        self.counts = CloudCounts()
        self._told = self.counts.values()
        self._camera: CameraModel | None = None
        self._warn = FrameWarnings(self).tell
        self._settings = DeclaredParameters(self, POINTS_PARAMETERS, changed=self._follow_parameters)
        self._pictures = LabelPictures()
        self._clouds = MessageFilter()
        # As with thermal and rgb: every cloud has to be answered, and labels may be missing.
        self._pairer = NearestPairSynchronizer([self._pictures, self._clouds], self, self._pairing_settings())
        self._pairer.registerCallback(self._answer)
        self._points = self.create_publisher(
            PointCloud2,
            "segmentation/points",
            copy(OUTPUT_QOS),
            qos_overriding_options=QoSOverridingOptions.with_default_policies(),
            event_callbacks=PublisherWarnings(),
        )
        self._diagnostics = DiagnosticsPublisher(self, "clouds", self._status)
        self._hear(PointCloud2, "points", self._receive_cloud)
        CameraInfoSubscription(self, "thermal/camera_info", self._receive_camera_info)
        self._hear(Image, "segmentation", partial(self._receive_picture, "labels"), OUTPUT_QOS)
        self._hear(Image, "segmentation/confidence", partial(self._receive_picture, "confidence"), OUTPUT_QOS)

    def _hear(
        self, message_type: type, topic: str, callback: Callable[[Any], None], qos: QoSProfile = CAMERA_QOS
    ) -> None:
        subscribe(self, message_type, topic, qos).registerCallback(callback)

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
        try:
            self._points.publish(labelled)
        except rclpy_implementation.RCLError as error:
            # Under backpressure.
            self.counts.refused(NOT_PUBLISHED)
            self._warn(NOT_PUBLISHED, f"cloud not published: {error}")
            return
        if found.reason:
            self.counts.unlabelled(found.reason)
            self._warn(found.reason, f"cloud goes out unlabelled: {found.explanation}")
        elif not found.points.labels.size:
            self.counts.empty()
        else:
            self.counts.labelled()

    def _pairing_settings(self) -> PairingSettings:
        return PairingSettings(
            max_skew=self._settings.number("max_skew"), rgb_wait=self._settings.number("wait")
        )

    def _follow_parameters(self) -> None:
        self._pairer.settings = self._pairing_settings()

    def _status(self, name: str) -> DiagnosticStatus:
        counts = self.counts.values()
        level, text = self._verdict(counts)
        self._told = counts
        return status(name, "", level, text, counts | {"left out": str(self._pairer.left_out)})

    def _verdict(self, counts: dict[str, str]) -> tuple[bytes, str]:
        # All of them: a cloud that waited when it was told of has its outcome told a second later.
        if counts == self._told:
            return DiagnosticStatus.STALE, "no cloud comes in"
        newest = self.counts.newest
        if newest is None or newest in {LABELLED, EMPTY, UNHEARD}:
            return DiagnosticStatus.OK, newest or "waiting for labels"
        return DiagnosticStatus.WARN, newest


def main(args: list[str] | None = None) -> None:
    """Run the node until SIGINT or SIGTERM; both end it cleanly, with exit code 0."""
    run_node(SemanticPointsNode, args=args)
