"""The real node, cameras of their own process and a listener: all over DDS."""

from __future__ import annotations

import re
import sys
import time

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.qos import ReliabilityPolicy

from csk_ros.benchmark.node.cameras import NOT_HEARD
from csk_ros.benchmark.node.cameras_process import CamerasProcess
from csk_ros.benchmark.node.node_run import NodeRun, seconds_to_first_label
from csk_ros.benchmark.node.reading import BenchmarkError
from csk_ros.live.node_process import NodeProcess
from csk_ros.live.process_sample import can_sample
from support.checkpoints import write_random_checkpoint
from support.image_collector import ImageCollector
from support.pictures import rgb_picture, thermal_picture
from support.spin import spin_until

TORCH = {"model.runtime": "torch", "model.threads": 1}


@pytest.fixture
def pictures(tmp_path):
    path = tmp_path / "pictures.npz"
    np.savez(
        path,
        rgb=np.stack([rgb_picture(number) for number in range(6)]),
        thermal=np.stack([thermal_picture(number) for number in range(6)]),
    )
    return path


@pytest.fixture
def node(tmp_path, ros_domain_id):  # noqa: ARG001 - a domain of its own
    return NodeProcess(write_random_checkpoint(tmp_path / "random.safetensors"), tmp_path / "node.log", TORCH)


@pytest.mark.skipif(not can_sample(), reason="needs Linux's /proc")
def test_every_picture_that_was_sent_is_accounted_for(node, pictures):
    with node:
        fused, thermal = NodeRun(node, pictures).readings([("fused", 5.0), ("thermal", 5.0)], 6.0)
    for reading, cameras in ((fused, "fused"), (thermal, "thermal")):
        assert (reading.cameras, reading.rate, reading.seconds) == (cameras, 5.0, 5.0)
        assert reading.frames == 25
        assert reading.outputs + reading.missed == 25
        assert reading.outputs > 0
        assert 0 < reading.own.inference_p50 <= reading.own.latency_p50
        assert reading.age_p50 <= reading.age_p95 <= reading.age_p99
        assert reading.own.processors > 0


def test_the_first_label_comes_from_a_node_that_was_not_there(node, pictures):
    assert seconds_to_first_label(node, pictures) > 0
    assert re.search("mode (fused|thermal|rgb): ", node.log_tail())


def test_cameras_send_at_their_rate_and_say_what_they_sent(pictures, ros_context, ros_executor):
    topic = "robot/thermal/image_raw"
    collector = ImageCollector(ros_context, [topic], reliability=ReliabilityPolicy.BEST_EFFORT)
    ros_executor.add_node(collector)
    before = time.time_ns()
    with CamerasProcess(pictures, ("thermal",), 20.0, 1.0, namespace="/robot") as cameras:
        spin_until(ros_executor, lambda: not cameras.plays, "the end of the cameras")
        stamps = cameras.stamps()
    assert len(stamps) == 20
    assert stamps == sorted(set(stamps))
    # Never early; how late depends on the machine.
    assert stamps[-1] - before >= 0.95e9
    # With best effort some may be lost.
    heard = collector.stamps(topic)
    assert set(heard) <= set(stamps)
    for stamp, picture in zip(heard, collector.pictures(topic), strict=True):
        np.testing.assert_array_equal(picture, thermal_picture(stamps.index(stamp) % 6))
    ros_executor.remove_node(collector)
    collector.destroy_node()


def test_cameras_that_fail_are_told(tmp_path, ros_domain_id):  # noqa: ARG001 - a domain of its own
    np.savez(tmp_path / "empty.npz", rgb=np.zeros((1, 4, 4, 3), np.uint8))
    told = pytest.raises(BenchmarkError, match="the cameras ended with exit code 1")
    with CamerasProcess(tmp_path / "empty.npz", ("thermal",), 10.0, 1.0) as cameras, told:
        cameras.stamps()


def test_cameras_that_nobody_hears_say_so(pictures):
    process = CamerasProcess(pictures, ("thermal",), 10.0, 1.0)
    # In the place of half a minute without a subscriber.
    process._command = [sys.executable, "-c", f"raise SystemExit({NOT_HEARD})"]
    told = pytest.raises(BenchmarkError, match="nobody subscribed to the cameras within 30 s")
    with process as cameras, told:
        cameras.stamps()
