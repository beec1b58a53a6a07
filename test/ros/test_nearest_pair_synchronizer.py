"""The pairer where ApproximateTimeSynchronizer stood, over real DDS and real time."""

from __future__ import annotations

import threading
from functools import partial

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from sensor_msgs.msg import Image

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.ros import nearest_pair_synchronizer, subscription
from csk_ros.ros.message_filter import MessageFilter
from csk_ros.ros.nearest_pair_synchronizer import NearestPairSynchronizer
from csk_ros.stream.pairing import PairingSettings
from support.rig import MS, START
from support.spin import spin_until

RELIABLE = QoSProfile(depth=10)

PATIENCE = 30.0
"""Seconds after which a thread that is waited for is taken to hang."""


def image_at(milliseconds: float, stream: str = "thermal") -> Image:
    """An image of a camera, stamped so long after the start."""
    return encode_image(
        np.zeros((2, 2), np.uint8), "mono8", stamp=START + round(milliseconds * MS), frame_id=stream
    )


def time_of(message: Image) -> float:
    """The milliseconds that `image_at` was given."""
    return (to_nanoseconds(message.header.stamp) - START) / MS


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
        message = image_at(milliseconds, stream)
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


@pytest.fixture
def alone(ros_context):
    """A thermal filter whose messages are answered at once, and the synchronizer behind it."""
    thermal = MessageFilter()
    node = Node("alone", context=ros_context)
    synchronizer = NearestPairSynchronizer([MessageFilter(), thermal], node, PairingSettings(rgb_wait=0.0))
    yield thermal, synchronizer
    node.destroy_node()


def in_a_thread(work, *args) -> threading.Thread:
    thread = threading.Thread(target=work, args=args, daemon=True)
    thread.start()
    return thread


def test_a_thread_that_is_late_with_its_pair_is_not_overtaken_by_another(alone):
    thermal, synchronizer = alone
    entered, fed = threading.Event(), threading.Event()
    delivered = []

    def deliver(_, message):
        if not delivered and not entered.is_set():
            entered.set()
            assert fed.wait(PATIENCE), "the other thread waits for this callback"
        delivered.append(time_of(message))

    synchronizer.registerCallback(deliver)
    first = in_a_thread(thermal.signal, image_at(0))
    assert entered.wait(PATIENCE)
    for at in (100, 200):
        thermal.signal(image_at(at))
    assert delivered == []
    fed.set()
    first.join(PATIENCE)
    assert delivered == [0, 100, 200]


def test_a_callback_may_feed_and_everyone_hears_of_the_pairs_in_their_order(alone):
    thermal, synchronizer = alone
    heard: list = []

    def feed(_, message):
        heard.append(("first", time_of(message)))
        if time_of(message) == 0:
            thermal.signal(image_at(100))
            # Whoever waits for a thread that feeds does not wait for ever.
            other = in_a_thread(thermal.signal, image_at(200))
            other.join(PATIENCE)
            assert not other.is_alive()

    synchronizer.registerCallback(feed)
    synchronizer.registerCallback(lambda _, message: heard.append(("second", time_of(message))))
    thermal.signal(image_at(0))
    assert heard == [(who, at) for at in (0, 100, 200) for who in ("first", "second")]


def test_a_callback_that_raises_costs_none_of_the_pairs_behind_it(alone):
    thermal, synchronizer = alone
    synchronizer.settings = PairingSettings(rgb_wait=60.0)
    delivered = []

    def fail(_, message):
        delivered.append(time_of(message))
        raise RuntimeError(f"a user's mistake at {delivered[-1]:g}")

    synchronizer.registerCallback(fail)
    for at in (0, 50, 100):
        thermal.signal(image_at(at))
    assert delivered == []
    synchronizer.settings = PairingSettings(rgb_wait=0.0)
    with pytest.raises(RuntimeError, match="mistake at 150") as caught:
        thermal.signal(image_at(150))
    assert delivered == [0, 50, 100, 150]
    errors = [caught.value]
    while errors[-1].__context__ is not None:
        errors.append(errors[-1].__context__)
    assert [str(error).rpartition(" ")[2] for error in errors] == ["150", "100", "50", "0"], "all are told"
    with pytest.raises(RuntimeError, match="mistake at 200"):
        thermal.signal(image_at(200))


def test_behind_a_callback_that_does_not_come_back_the_oldest_pairs_are_left_out_and_counted(
    alone, monkeypatch
):
    monkeypatch.setattr(nearest_pair_synchronizer, "MAX_UNDELIVERED", 3)
    thermal, synchronizer = alone
    delivered = []

    def feed(_, message):
        delivered.append(time_of(message))
        if len(delivered) == 1:
            for at in (100, 200, 300, 400, 500):
                thermal.signal(image_at(at))

    synchronizer.registerCallback(feed)
    thermal.signal(image_at(0))
    assert delivered == [0, 300, 400, 500]
    assert synchronizer.left_out == 2


def test_the_threads_of_an_executor_keep_the_order_of_stamps(ros_context):
    node = Node("bench", context=ros_context)
    thermal = MessageFilter()
    synchronizer = NearestPairSynchronizer([MessageFilter(), thermal], node, PairingSettings(rgb_wait=0.0))
    delivered: list[float] = []
    first, second_came, all_ended = threading.Lock(), threading.Event(), threading.Event()

    def look_for_the_end():
        if len(delivered) + synchronizer.left_out == 20:
            all_ended.set()

    def deliver(_, message):
        if first.acquire(blocking=False):
            assert second_came.wait(PATIENCE), "the second message waits for the first one's callback"
        delivered.append(time_of(message))
        look_for_the_end()

    def fed(_):
        # After the synchronizer: of the first message not before its callback has come back.
        second_came.set()
        look_for_the_end()

    synchronizer.registerCallback(deliver)
    thermal.registerCallback(fed)
    node.create_subscription(
        Image,
        "thermal/image_raw",
        thermal.signal,
        QoSProfile(depth=30),
        callback_group=ReentrantCallbackGroup(),
    )
    publisher = node.create_publisher(Image, "thermal/image_raw", QoSProfile(depth=30))
    executor = MultiThreadedExecutor(num_threads=4, context=ros_context)
    executor.add_node(node)
    spin_until(executor, lambda: publisher.get_subscription_count() == 1, "discovery")
    spinning = in_a_thread(executor.spin)
    try:
        for at in range(0, 200, 10):
            publisher.publish(image_at(at))
        assert all_ended.wait(PATIENCE), delivered
    finally:
        executor.shutdown()
        spinning.join(PATIENCE)
        node.destroy_node()
    # One that another thread has taken earlier than this one is too late, and counted as that.
    assert delivered == sorted(delivered)
    assert len(delivered) >= 2


def test_one_filter_makes_no_pair(ros_context):
    node = Node("lonely", context=ros_context)
    with pytest.raises(ValueError, match="two filters, rgb and thermal; 1 came"):
        NearestPairSynchronizer([MessageFilter()], node)
