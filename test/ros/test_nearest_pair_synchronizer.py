"""The pairer where ApproximateTimeSynchronizer stood, over real DDS and real time."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.node import Node
from rclpy.qos import QoSProfile
from sensor_msgs.msg import Image

from csk_ros.messages.image_encoding import encode_image
from csk_ros.ros import subscription
from csk_ros.ros.message_filter import MessageFilter
from csk_ros.ros.nearest_pair_synchronizer import NearestPairSynchronizer
from csk_ros.stream.pairing import PairingSettings
from support.rig import MS, START
from support.spin import spin_until

RELIABLE = QoSProfile(depth=10)


@pytest.fixture(params=["message_filters", "plain"])
def subscribe(request, monkeypatch):
    """Subscribe as the node does, through message_filters and without it."""
    if request.param == "plain":
        monkeypatch.setattr(subscription, "Subscriber", None)
    else:
        pytest.importorskip("message_filters", reason="message_filters is not installed")
    return partial(subscription.subscribe, qos=RELIABLE)


class Bench:
    def __init__(self, context, executor, subscribe, settings) -> None:
        self.node = Node("bench", context=context)
        self.executor = executor
        self.pairs: list = []
        self.filters = [
            subscribe(self.node, Image, topic) for topic in ("rgb/image_raw", "thermal/image_raw")
        ]
        self.synchronizer = NearestPairSynchronizer(self.filters, self.node, settings)
        self.synchronizer.registerCallback(
            lambda rgb, thermal, tag: self.pairs.append((rgb, thermal, tag)), "tag"
        )
        self.publishers = {
            stream: self.node.create_publisher(Image, f"{stream}/image_raw", 10)
            for stream in ("rgb", "thermal")
        }
        self.arrived = 0
        for source in self.filters:
            source.registerCallback(self._count)
        executor.add_node(self.node)
        spin_until(
            executor, lambda: all(p.get_subscription_count() for p in self.publishers.values()), "discovery"
        )

    def _count(self, _) -> None:
        self.arrived += 1

    def send(self, stream: str, milliseconds: float) -> Image:
        message = encode_image(
            np.zeros((2, 2), np.uint8), "mono8", stamp=START + round(milliseconds * MS), frame_id=stream
        )
        before = self.arrived
        self.publishers[stream].publish(message)
        spin_until(self.executor, lambda: self.arrived == before + 1, f"a {stream} message")
        return message


def test_the_nearest_rgb_comes_with_its_thermal(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=60.0))
    bench.send("rgb", 0)
    near = bench.send("rgb", 33)
    thermal = bench.send("thermal", 40)
    bench.send("rgb", 66)
    assert bench.pairs == [(near, thermal, "tag")]


def test_it_stands_in_a_chain_of_message_filters(ros_context, ros_executor):
    message_filters = pytest.importorskip("message_filters", reason="message_filters is not installed")
    caches = []

    def cached(node, message_type, topic):
        caches.append(message_filters.Cache(message_filters.Subscriber(node, message_type, topic), 10))
        return caches[-1]

    bench = Bench(ros_context, ros_executor, cached, PairingSettings(rgb_wait=60.0))
    thermals = message_filters.SimpleFilter()
    bench.synchronizer.registerCallback(lambda _, thermal: thermals.signalMessage(thermal))
    last = message_filters.Cache(thermals, 10)
    sent = []
    for at in (0, 33, 66):
        bench.send("rgb", at)
        sent.append(bench.send("thermal", at + 5))
    bench.send("rgb", 99)
    assert [thermal for _, thermal, _ in bench.pairs] == sent
    assert last.cache_msgs == sent
    assert len(caches[0].cache_msgs) == 4


def test_a_stopped_rgb_stream_leaves_thermal_alone(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=0.02))
    thermal = bench.send("thermal", 40)
    spin_until(ros_executor, lambda: bool(bench.pairs), "thermal alone")
    assert bench.pairs == [(None, thermal, "tag")]


def test_a_loop_begins_anew_and_leaves_nothing_behind(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=60.0))
    waiting = bench.send("thermal", 5000)
    bench.send("rgb", 0)
    thermal = bench.send("thermal", 10)
    later = bench.send("rgb", 20)
    assert bench.pairs == [(None, waiting, "tag"), (later, thermal, "tag")]


def test_new_settings_count_at_once_also_for_what_waits(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=60.0))
    bench.send("rgb", 0)
    thermal = bench.send("thermal", 40)
    bench.synchronizer.settings = PairingSettings(rgb_wait=0.02, max_skew=0.01)
    spin_until(ros_executor, lambda: bool(bench.pairs), "thermal alone, without the long wait")
    assert bench.pairs == [(None, thermal, "tag")]


def test_what_is_not_answered_is_counted(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=60.0))
    for stream, at in (("rgb", 0), ("thermal", 0), ("rgb", 40), ("thermal", 40)):
        bench.send(stream, at)
    bench.send("thermal", 40)
    bench.send("thermal", 20)
    bench.send("thermal", -START / MS)
    bench.send("rgb", -START / MS)
    assert len(bench.pairs) == 2
    assert bench.synchronizer.left_out == 3


def test_a_raising_callback_blocks_nothing(ros_context, ros_executor, subscribe):
    bench = Bench(ros_context, ros_executor, subscribe, PairingSettings(rgb_wait=60.0))
    bench.send("rgb", 0)
    failures = []

    def fail(*_):
        failures.append(1)
        raise RuntimeError("a user's mistake")

    bench.synchronizer.registerCallback(fail)
    with pytest.raises(RuntimeError, match="a user's mistake"):
        bench.send("thermal", 0)
    bench.synchronizer._callbacks.popitem()
    thermal = bench.send("thermal", 33)
    rgb = bench.send("rgb", 33)
    assert failures == [1]
    assert bench.pairs[-1] == (rgb, thermal, "tag")


def test_one_filter_makes_no_pair(ros_context):
    node = Node("lonely", context=ros_context)
    with pytest.raises(ValueError, match="two filters, rgb and thermal; 1 came"):
        NearestPairSynchronizer([MessageFilter()], node)
