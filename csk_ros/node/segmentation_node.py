"""The segmentation node: two cameras in, labels out, in every state of the two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleState, TransitionCallbackReturn
from std_srvs.srv import SetBool

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.inference.segmenter import Segmenter
from csk_ros.messages.colour_converter import colour_converter
from csk_ros.node.camera_topics import CameraTopics
from csk_ros.node.diagnostics import segmentation_status
from csk_ros.node.label_info import LabelInfo
from csk_ros.node.labelling import Labelling
from csk_ros.node.outputs import Outputs
from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.ros.declared_parameters import DeclaredParameters
from csk_ros.ros.diagnostics_publisher import DiagnosticsPublisher, status
from csk_ros.ros.managed_node import ManagedNode
from csk_ros.ros.process import run_node
from csk_ros.ros.transition import logged
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    from sensor_msgs.msg import CameraInfo

    from csk_ros.stream.frame import Stream

IDLE = 1.0
"""Seconds after which the stream is looked after although nothing is due."""


class SegmentationNode(ManagedNode):
    """Loads the network on configure, labels while active, frees the network on cleanup.

    Subscriptions and publishers are made at the first configure and kept: images that come while the node
    is not active are ignored. Calibrations are not: a camera may publish its own once.
    """

    def __init__(self, **options: Any) -> None:
        """Declare parameters; `options` go to rclpy's LifecycleNode."""
        super().__init__("segmentation", **options)
        self._segmenter: Segmenter | None = None
        self._inputs: CameraInputs | None = None
        self._outputs: Outputs | None = None
        self._labelling: Labelling | None = None
        self._enabled = True
        self._calibrations: dict[Stream, CameraInfo] = {}
        self._settings = DeclaredParameters(
            self,
            SEGMENTATION_PARAMETERS,
            unconfigured=lambda: self._segmenter is None,
            changed=self._apply_settings,
        )
        self._cameras = CameraTopics(
            self, self._settings, picture=self._receive, calibration=self._receive_calibration
        )
        self._diagnostics = DiagnosticsPublisher(self, "mode", self._status)
        self._deadline = self.create_timer(IDLE, self._let_time_pass)
        # Steady: a clock that is lost or goes back is noticed although no timer of its own fires.
        self.create_timer(IDLE, self._let_time_pass, clock=Clock(clock_type=ClockType.STEADY_TIME))
        self.create_service(SetBool, "~/enable", self._enable)

    @property
    def labelling(self) -> Labelling | None:
        """What goes on while the node is active; None while it is not."""
        return self._labelling

    @property
    def refusal_advice(self) -> str:
        """See ManagedNode."""
        if not self._settings.flag("autostart"):
            return ""
        return "with autostart: true it starts by itself, a lifecycle manager needs autostart: false"

    def start(self) -> None:
        """Configure and activate, unless the parameter `autostart` leaves that to others."""
        if not self._settings.flag("autostart"):
            return
        if self.trigger_configure() == TransitionCallbackReturn.SUCCESS:
            self.trigger_activate()

    def destroy_node(self) -> None:
        """Stop, then free what rclpy holds."""
        self.stop()
        super().destroy_node()

    def stop(self) -> None:
        """Finish the frame at hand; the node labels nothing from now on."""
        if self._labelling is not None:
            self._labelling.stop()
            self._labelling = None

    @logged
    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Load and warm up the network; a model that cannot be loaded leaves the node unconfigured."""
        try:
            segmenter = self._load()
            inputs = CameraInputs(
                camera_settings(self._settings), segmenter.metadata.normalization, self.get_logger().warning
            )
        except (OSError, RuntimeError, ValueError) as error:
            self.get_logger().error(f"not configured: {error}")
            return TransitionCallbackReturn.FAILURE
        if self._outputs is None:
            self._outputs = Outputs(self)
            if LabelInfo is None:
                self.get_logger().info("vision_msgs is not installed: no segmentation/label_info")
        self._cameras.subscribe(inputs.registration.awaited)
        self._segmenter, self._inputs = segmenter, inputs
        for stream, info in self._calibrations.items():
            inputs.registration.see_camera_info(stream, info)
        return super().on_configure(state)

    @logged
    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Start to label."""
        result = super().on_activate(state)
        if self._segmenter is None or self._inputs is None or self._outputs is None:
            return TransitionCallbackReturn.ERROR
        self._labelling = Labelling(
            self,
            self._segmenter,
            self._outputs,
            self._settings,
            self._deadline,
            inputs=self._inputs,
            mode_changed=self._diagnostics.publish,
        )
        if self._enabled:
            self._labelling.begin()
        else:
            self._labelling.pause()
        self._outputs.publish_label_info(self._segmenter.label_set, int(self.get_clock().now().nanoseconds))
        return result

    @logged
    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Finish the frame at hand and fall silent."""
        self.stop()
        return super().on_deactivate(state)

    @logged
    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Free the network."""
        self._segmenter = None
        return super().on_cleanup(state)

    @logged
    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop and free everything."""
        self.stop()
        self._segmenter = None
        return super().on_shutdown(state)

    @logged
    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop and free everything after a failed transition: the node is unconfigured then."""
        self.stop()
        self._segmenter = None
        return super().on_error(state)

    def _load(self) -> Segmenter:
        path = Path(self._settings.text("model.path") or share_file(SHIPPED_MODEL))
        segmenter = Segmenter.load(
            path,
            self._settings.text("model.device"),
            runtime=self._settings.text("model.runtime"),
            threads=self._settings.whole("model.threads") or None,
            tell=self.get_logger().warning,
        )
        segmenter.warm_up()
        classes = ", ".join(segmenter.label_set.classes)
        runtime, decoder = segmenter.runtime_name, colour_converter().name
        self.get_logger().info(f"{path} ({classes}) in {runtime}, pictures by {decoder}")
        return segmenter

    def _receive_calibration(self, stream: Stream, info: CameraInfo) -> None:
        # In every state of the node, for this configuration and the next ones: geometry does not change.
        self._calibrations[stream] = info
        if self._inputs is not None:
            self._inputs.registration.see_camera_info(stream, info)

    def _receive(self, stream: Stream, message: Any) -> None:
        if self._labelling is not None and self._enabled:
            self._labelling.receive(stream, message)

    def _let_time_pass(self) -> None:
        if self._labelling is not None and self._enabled:
            self._labelling.let_time_pass()
        else:
            # Nothing is due; an activation or the enable service sets it going again.
            self._deadline.cancel()

    def _status(self, name: str) -> DiagnosticStatus:
        if self._segmenter is None:
            return status(name, "", DiagnosticStatus.ERROR, "not configured: no model is loaded", {})
        device = self._segmenter.runtime.device
        if self._labelling is None or not self._enabled:
            return status(name, device, DiagnosticStatus.OK, "not active", {})
        snapshot = self._labelling.snapshot()
        snapshot.facts["model"] = self._settings.text("model.path") or SHIPPED_MODEL
        return segmentation_status(name, device, snapshot, int(self.get_clock().now().nanoseconds))

    def _enable(self, request: SetBool.Request, response: SetBool.Response) -> SetBool.Response:
        before, self._enabled = self._enabled, request.data
        if self._labelling is not None and request.data != before:
            if request.data:
                self._labelling.begin()
            else:
                self._labelling.pause()
        response.success = True
        response.message = "enabled" if request.data else "disabled: frames are ignored"
        return response

    def _apply_settings(self) -> None:
        if self._labelling is not None:
            self._labelling.follow_parameters()


def main(args: list[str] | None = None) -> None:
    """Run the node until SIGINT or SIGTERM; both end it cleanly, with exit code 0."""
    run_node(SegmentationNode, SegmentationNode.start, args)


if __name__ == "__main__":
    main()
