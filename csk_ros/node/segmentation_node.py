"""The segmentation node: two cameras in, labels out, in every state of the two."""

from __future__ import annotations

if __name__ == "__main__":
    # Before the imports below, which take seconds.
    from csk_ros.programs import segmentation_node

    raise SystemExit(segmentation_node())

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleState, TransitionCallbackReturn
from std_srvs.srv import SetBool

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.inference.model_loading import ModelLoading
from csk_ros.inference.model_settings import ModelSettings
from csk_ros.inference.runtimes.selection import check_settings
from csk_ros.messages.colour_converter import colour_converter
from csk_ros.node.camera_topics import CameraTopics
from csk_ros.node.diagnostics import loading_status, segmentation_status
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
from csk_ros.stream.drop_reasons import LOADING
from csk_ros.stream.frame_ledger import FrameCounts, FrameLedger

if TYPE_CHECKING:
    from sensor_msgs.msg import CameraInfo

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.segmenter import Segmenter
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
        self._metadata: CheckpointMetadata | None = None
        self._loading: ModelLoading | None = None
        self._segmenter: Segmenter | None = None
        self._failure = ""
        self._inputs: CameraInputs | None = None
        self._outputs: Outputs | None = None
        self._ledger: FrameLedger | None = None
        self._labelling: Labelling | None = None
        self._enabled = True
        self._calibrations: dict[Stream, CameraInfo] = {}
        self._settings = DeclaredParameters(
            self,
            SEGMENTATION_PARAMETERS,
            unconfigured=lambda: self._metadata is None,
            changed=self._apply_settings,
        )
        self._cameras = CameraTopics(
            self, self._settings, picture=self._receive, calibration=self._receive_calibration
        )
        self._diagnostics = DiagnosticsPublisher(self, "mode", self._status)
        self._loading_ended = self.create_guard_condition(self._finish_loading)
        self._deadline = self.create_timer(IDLE, self._let_time_pass)
        # Steady: a clock that is lost or goes back is noticed although no timer of its own fires.
        self.create_timer(IDLE, self._let_time_pass, clock=Clock(clock_type=ClockType.STEADY_TIME))
        self.create_service(SetBool, "~/enable", self._enable)

    @property
    def labelling(self) -> Labelling | None:
        """What goes on while the node is active and has its network; None otherwise."""
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
        self._free()
        super().destroy_node()

    def stop(self) -> None:
        """Finish the frame at hand, or give it up; the node labels nothing from now on."""
        self._ledger = None
        if self._labelling is not None:
            self._labelling.stop()
            self._labelling = None

    @logged
    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Check what can be checked at once, then load the network in a thread of its own.

        Whoever asks for a transition, Nav2's lifecycle manager for instance, waits some seconds for its end,
        and an export takes longer. A model that turns out later to be of no use unconfigures the node again.
        """
        try:
            model = self._model()
            metadata = check_settings(model)
            inputs = CameraInputs(
                camera_settings(self._settings), metadata.normalization, self.get_logger().warning
            )
        except (OSError, RuntimeError, ValueError) as error:
            self._fail(str(error))
            return TransitionCallbackReturn.FAILURE
        if self._outputs is None:
            self._outputs = Outputs(self)
            if LabelInfo is None:
                self.get_logger().info("vision_msgs is not installed: no segmentation/label_info")
        self._cameras.subscribe(inputs.registration.awaited)
        result = super().on_configure(state)
        if result != TransitionCallbackReturn.SUCCESS:
            return result
        self._metadata, self._inputs, self._failure = metadata, inputs, ""
        for stream, info in self._calibrations.items():
            inputs.registration.see_camera_info(stream, info)
        self._loading = ModelLoading(model, ended=self._loading_ended.trigger, warn=self.get_logger().warning)
        return result

    @logged
    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Start to label, at once or as soon as the network is loaded."""
        if self._segmenter is not None and self._segmenter.is_busy:
            self.get_logger().error(
                "not activated: the network still computes what it was given before the deactivation; "
                "clean the node up and configure it anew, or start it again"
            )
            return TransitionCallbackReturn.FAILURE
        result = super().on_activate(state)
        if self._metadata is None or self._outputs is None:
            return TransitionCallbackReturn.ERROR
        self._ledger = FrameLedger()
        self._outputs.publish_label_info(self._metadata.label_set, int(self.get_clock().now().nanoseconds))
        self._begin()
        return result

    def _begin(self) -> None:
        """Label from now on, if the node is active and its network is there."""
        if self._ledger is None or self._segmenter is None or self._inputs is None or self._outputs is None:
            return
        self._labelling = Labelling(
            self,
            self._segmenter,
            self._outputs,
            self._settings,
            self._deadline,
            inputs=self._inputs,
            ledger=self._ledger,
            mode_changed=self._diagnostics.publish,
        )
        if self._enabled:
            self._labelling.begin()
        else:
            self._labelling.pause()

    @logged
    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Finish the frame at hand and fall silent."""
        self.stop()
        return super().on_deactivate(state)

    @logged
    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Free the network."""
        self._free()
        return super().on_cleanup(state)

    @logged
    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop and free everything."""
        self.stop()
        self._free()
        return super().on_shutdown(state)

    @logged
    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop and free everything after a failed transition: the node is unconfigured then."""
        self.stop()
        self._free()
        return super().on_error(state)

    def _model(self) -> ModelSettings:
        return ModelSettings(
            Path(self._settings.text("model.path") or share_file(SHIPPED_MODEL)),
            self._settings.text("model.runtime"),
            self._settings.text("model.device"),
            self._settings.whole("model.threads") or None,
        )

    def _finish_loading(self) -> None:
        """Take the network that has been loaded, or go back to where a model can be chosen."""
        loading, self._loading = self._loading, None
        if loading is None:
            return
        self._segmenter = loading.take()
        if self._segmenter is None:
            self._fail(loading.failure)
            if self._ledger is not None:
                self.trigger_deactivate()
            self.trigger_cleanup()
        else:
            model = self._settings.text("model.path") or SHIPPED_MODEL
            classes = ", ".join(self._segmenter.label_set.classes)
            runtime, decoder = self._segmenter.runtime_name, colour_converter().name
            self.get_logger().info(f"{model} ({classes}) in {runtime}, pictures by {decoder}")
            self._begin()
        self._diagnostics.publish()

    def _fail(self, reason: str) -> None:
        self._failure = reason
        self.get_logger().error(f"not configured: {reason}")

    def _free(self) -> None:
        """Let go of the network, there or on its way."""
        if self._loading is not None:
            self._loading.give_up()
        self._metadata = self._loading = self._segmenter = None

    def _receive_calibration(self, stream: Stream, info: CameraInfo) -> None:
        # In every state of the node, for this configuration and the next ones: geometry does not change.
        self._calibrations[stream] = info
        if self._inputs is not None:
            self._inputs.registration.see_camera_info(stream, info)

    def _receive(self, stream: Stream, message: Any) -> None:
        if self._labelling is not None and self._enabled:
            self._labelling.receive(stream, message)
        elif self._ledger is not None and self._enabled:
            self._ledger.receive(stream)
            self._ledger.drop(stream, LOADING)

    def _let_time_pass(self) -> None:
        if self._labelling is not None and self._enabled:
            self._labelling.let_time_pass()
        else:
            # Nothing is due; an activation or the enable service sets it going again.
            self._deadline.cancel()

    def _status(self, name: str) -> DiagnosticStatus:
        model = self._settings.text("model.path") or SHIPPED_MODEL
        if self._loading is not None:
            counts = FrameCounts() if self._ledger is None else self._ledger.counts()
            return loading_status(name, self._loading.description, counts, {"model": model})
        if self._segmenter is None:
            reason = self._failure or "no model is loaded"
            return status(name, "", DiagnosticStatus.ERROR, f"not configured: {reason}", {})
        device = self._segmenter.runtime.device
        if self._labelling is None or not self._enabled:
            return status(name, device, DiagnosticStatus.OK, "not active", {})
        snapshot = self._labelling.snapshot()
        snapshot.facts["model"] = model
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
