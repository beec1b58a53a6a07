"""The real node, cameras of their own process and a listener: all over DDS."""

from __future__ import annotations

import json
import os
import re
import time

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.benchmark.benchmark_error import BenchmarkError
from csk_ros.benchmark.node.cameras_process import CamerasProcess
from csk_ros.benchmark.node.listening import listening
from csk_ros.benchmark.node.node_run import NodeRun, processor_seconds
from csk_ros.benchmark.node.start import seconds_to_first_label
from csk_ros.live.node_process import NodeProcess
from csk_ros.live.rehearsal import Rehearsal
from csk_ros.soak.process_sample import can_sample
from support.checkpoints import write_random_checkpoint
from support.pictures import rgb_picture, thermal_picture

pytestmark = pytest.mark.skipif(not can_sample(), reason="needs Linux's /proc")

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


def test_every_picture_that_was_sent_is_accounted_for(node, pictures):
    with node:
        fused, thermal = NodeRun(node, pictures).readings([("fused", 10.0), ("thermal", 10.0)], 2.5)
    for reading, cameras in ((fused, "fused"), (thermal, "thermal")):
        assert (reading.cameras, reading.rate, reading.seconds) == (cameras, 10.0, 1.5)
        assert reading.frames == 15
        assert reading.outputs + reading.missed == 15
        assert reading.outputs > 0
        assert 0 < reading.inference_p50 <= reading.latency_p50
        assert reading.age_p50 <= reading.age_p95 <= reading.age_p99
        assert reading.processors > 0


def test_the_first_label_comes_from_a_node_that_was_not_there(node, pictures):
    assert seconds_to_first_label(node, pictures) > 0
    assert re.search("mode (fused|thermal|rgb): ", node.log_tail())


def test_cameras_send_at_their_rate_and_say_what_they_sent(pictures, node):
    before = time.time_ns()
    with listening() as (executor, arrivals), node:
        rehearsal = Rehearsal(node, executor)
        with CamerasProcess(pictures, ("thermal",), 20.0, 1.0) as cameras:
            while cameras.plays:
                rehearsal.spin()
            stamps = cameras.stamps()
    assert len(stamps) == 20
    assert stamps == sorted(set(stamps))
    # Never early; how late depends on the machine.
    assert stamps[-1] - before >= 0.95e9
    assert set(arrivals.ages) <= set(stamps)


def test_cameras_that_fail_are_told(tmp_path, ros_domain_id):  # noqa: ARG001 - a domain of its own
    np.savez(tmp_path / "empty.npz", rgb=np.zeros((1, 4, 4, 3), np.uint8))
    told = pytest.raises(BenchmarkError, match="the cameras ended with exit code 1")
    with CamerasProcess(tmp_path / "empty.npz", ("thermal",), 10.0, 1.0) as cameras, told:
        cameras.stamps()


def test_processor_seconds_are_those_of_the_process():
    total = sum(sum(range(1000)) for _ in range(2000))
    assert total > 0
    assert processor_seconds(os.getpid()) == pytest.approx(sum(os.times()[:2]), abs=0.05)


def test_readings_are_json(node, pictures):
    with node:
        (reading,) = NodeRun(node, pictures).readings([("thermal", 20.0)], 1.5)
    assert json.loads(json.dumps(reading.figures()))["frames"] == reading.frames
