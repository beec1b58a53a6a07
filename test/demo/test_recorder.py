"""The recorder on real topics."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.node import Node
from sensor_msgs.msg import Image

from csk_ros.demo import recorder as module
from csk_ros.demo.recorder import Recorder
from csk_ros.evaluation.metrics.confusion import confusion_by_mode
from csk_ros.evaluation.pictures.panel import expand
from csk_ros.labels import STREET
from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.mode import NO_MODE, Mode
from support.spin import spin_until

PICTURES = {
    "rgb": ("rgb/image_raw", "rgb8"),
    "thermal": ("thermal/image_raw", "mono16"),
    "truth": ("ground_truth", "mono8"),
    "labels": ("segmentation", "mono8"),
    "overlay": ("segmentation/overlay", "rgb8"),
}


class Peer(Node):
    """Says what cameras and the segmentation node say."""

    def __init__(self, context):
        super().__init__("peer", context=context)
        self.pictures = {name: self.create_publisher(Image, t, 10) for name, (t, _) in PICTURES.items()}
        self.source = self.create_publisher(DiagnosticArray, "segmentation/source", 10)
        self.mode = self.create_publisher(DiagnosticArray, "segmentation/mode", 10)
        self.diagnostics = self.create_publisher(DiagnosticArray, "/diagnostics", 10)

    def show(self, name, picture, stamp):
        encoding = PICTURES[name][1]
        self.pictures[name].publish(encode_image(picture, encoding, stamp=stamp, frame_id="f"))

    def tell(self, mode, reason, stamp):
        """Of an output on both topics, as the node does, of no output on one."""
        message = report(stamp, mode, mode=mode, reason=reason)
        if mode != NO_MODE:
            self.source.publish(message)
        self.mode.publish(message)


def report(stamp, message, level=DiagnosticStatus.OK, **values):
    array = DiagnosticArray(
        status=[
            DiagnosticStatus(
                level=level,
                name="segmentation: segmentation",
                message=message,
                values=[KeyValue(key=k, value=v) for k, v in values.items()],
            )
        ]
    )
    array.header.stamp = to_stamp(stamp)
    return array


def compared(agreement):
    """Pictures by mode."""
    return {mode: confusion.pictures for mode, confusion in agreement.items() if confusion.pictures}


@pytest.fixture
def agreement():
    return confusion_by_mode(STREET)


@pytest.fixture
def recorder(ros_context, ros_executor, agreement):
    node = Recorder(ros_context, agreement)
    ros_executor.add_node(node)
    yield node
    ros_executor.remove_node(node)
    node.destroy_node()


@pytest.fixture
def peer(recorder, ros_executor):
    node = Peer(recorder.context)
    publishers = [*node.pictures.values(), node.source, node.mode, node.diagnostics]
    spin_until(
        ros_executor, lambda: all(p.get_subscription_count() for p in publishers), "the recorder listening"
    )
    yield node
    node.destroy_node()


def test_inputs_are_kept_small_with_their_stamps(ros_executor, recorder, peer):
    rgb = np.zeros((96, 128, 3), np.uint8)
    rgb[:] = (200, 100, 30)
    ramp = np.tile(np.linspace(28_000, 32_000, 128).astype(np.uint16), (96, 1))
    peer.show("rgb", rgb, 5_000_000_007)
    peer.show("thermal", ramp, 5_000_000_009)
    inputs, pictures = recorder.record.inputs, recorder.record.pictures
    spin_until(ros_executor, lambda: pictures["rgb"] and pictures["thermal"], "both pictures")
    assert inputs["rgb"][0].stamp == pictures["rgb"][0].stamp == 5_000_000_007
    assert inputs["thermal"][0].stamp == pictures["thermal"][0].stamp == 5_000_000_009
    assert inputs["rgb"][0].time == pictures["rgb"][0].time > 0
    assert np.abs(expand(pictures["rgb"][0].jpeg).astype(int) - (200, 100, 30)).max() <= 4
    # Whatever the unit, the coldest is black and the warmest white.
    thermal = expand(pictures["thermal"][0].jpeg)
    assert thermal.shape == (360, 480, 3)
    assert thermal[:, :3].max() <= 10
    assert thermal[:, -3:].min() >= 245


def test_outputs_and_modes_are_kept(ros_executor, recorder, peer):
    peer.show("labels", np.ones((4, 6), np.uint8), 3)
    peer.show("overlay", np.full((4, 6, 3), 50, np.uint8), 3)
    peer.tell("thermal", "rgb dark", 3)
    peer.tell("none", "rgb dark, thermal missing", 4)
    record = recorder.record
    spin_until(
        ros_executor,
        lambda: record.labels and record.pictures["labels"] and len(record.modes) == 2,
        "labels, overlay, modes",
    )
    assert record.labels[0].stamp == record.pictures["labels"][0].stamp == 3
    assert [(m.stamp, m.mode, m.reason) for m in record.modes] == [
        (3, "thermal", "rgb dark"),
        (4, "none", "rgb dark, thermal missing"),
    ]


@pytest.mark.parametrize("order", [("truth", "labels", "mode"), ("mode", "labels", "truth")])
def test_labels_are_compared_with_the_ground_truth_of_their_stamp(ros_executor, peer, agreement, order):
    say = {
        "truth": lambda: peer.show("truth", np.array([[0, 1, 1, 1]], np.uint8), 7),
        "labels": lambda: peer.show("labels", np.array([[0, 1, 1, 0]], np.uint8), 7),
        "mode": lambda: peer.tell("thermal", "rgb dark", 7),
    }
    # Another moment's, which must not be mixed in.
    peer.show("labels", np.array([[3, 3, 3, 3]], np.uint8), 8)
    for name in order:
        say[name]()
    spin_until(ros_executor, lambda: compared(agreement), "a comparison")
    assert compared(agreement) == {Mode.THERMAL: 1}
    assert agreement[Mode.THERMAL].matrix.tolist() == [[1, 0, 0, 0, 0], [1, 2, 0, 0, 0], [0] * 5, [0] * 5]


def test_labels_of_another_size_than_the_ground_truth_are_left_out(ros_executor, peer, agreement):
    for stamp, labels in ((7, (8, 12)), (8, (4, 6))):
        peer.show("truth", np.zeros((4, 6), np.uint8), stamp)
        peer.show("labels", np.zeros(labels, np.uint8), stamp)
        peer.tell("rgb" if stamp == 7 else "fused", "a reason", stamp)
    spin_until(ros_executor, lambda: compared(agreement), "a comparison")
    assert compared(agreement) == {Mode.FUSED: 1}


def test_ground_truth_of_another_label_set_is_told_and_ends_nothing(ros_executor, recorder, peer, agreement):
    for stamp, truth in ((7, 9), (8, 1)):
        peer.show("truth", np.full((2, 2), truth, np.uint8), stamp)
        peer.show("labels", np.ones((2, 2), np.uint8), stamp)
        peer.tell("fused", "ok", stamp)
    spin_until(ros_executor, lambda: compared(agreement), "a comparison")
    assert recorder.record.truth_error.startswith("ground truth has the ids [9]; label set 'street'")


def test_the_newest_diagnostics_stay(ros_executor, recorder, peer):
    peer.diagnostics.publish(report(1, "no frame yet", DiagnosticStatus.STALE))
    peer.diagnostics.publish(report(2, "fused: ok", DiagnosticStatus.OK, **{"received.rgb": "3"}))
    spin_until(
        ros_executor,
        lambda: recorder.status and recorder.status.stamp == 2,
        "the second status",
    )
    status = recorder.finish().diagnostics
    assert (status.level, status.message, status.values) == (0, "fused: ok", {"received.rgb": "3"})


def test_the_record_is_complete_when_it_is_finished(ros_executor, recorder, peer, monkeypatch):
    monkeypatch.setattr(module, "CLOSEST", 0)
    for stamp in range(1, 21):
        peer.show("overlay", np.full((480, 640, 3), stamp, np.uint8), stamp)
        spin_until(ros_executor, lambda s=stamp: len(recorder._shrunk) == s, "the overlay")
    pictures = recorder.finish().pictures["labels"]
    assert [picture.stamp for picture in pictures] == list(range(1, 21))
    assert [round(expand(picture.jpeg).mean()) for picture in pictures] == list(range(1, 21))


def test_of_a_fast_camera_every_arrival_is_noted_but_not_every_picture_kept(
    ros_executor, recorder, peer, monkeypatch
):
    # Longer than the test takes.
    monkeypatch.setattr(module, "CLOSEST", 10**15)
    recorder._kept["rgb"] = -(10**15)
    for stamp in range(1, 11):
        peer.show("rgb", np.zeros((4, 6, 3), np.uint8), stamp)
        spin_until(ros_executor, lambda s=stamp: len(recorder.record.inputs["rgb"]) == s, "the picture")
    record = recorder.finish()
    assert [seen.stamp for seen in record.inputs["rgb"]] == list(range(1, 11))
    assert [picture.stamp for picture in record.pictures["rgb"]] == [1]


def test_a_picture_that_cannot_be_read_is_an_error(ros_executor, recorder, peer):
    broken = encode_image(np.zeros((4, 6, 3), np.uint8), "rgb8", stamp=1, frame_id="f")
    broken.height = 5
    peer.pictures["overlay"].publish(broken)
    spin_until(ros_executor, lambda: recorder._shrunk, "the overlay")
    with pytest.raises(ImageError, match="expected 90 bytes"):
        recorder.finish()
