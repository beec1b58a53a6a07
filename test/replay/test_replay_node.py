from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos import ReliabilityPolicy
from rosgraph_msgs.msg import Clock

from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.held_recording import HeldRecording
from csk_ros.recording.recording import RecordingError
from csk_ros.replay.replay_node import ReplayNode
from csk_ros.replay.settings import ReplaySettings
from support.image_collector import ImageCollector
from support.small_recording import small_recording
from support.spin import spin_until

RGB, THERMAL, LABELS = "rgb/image_raw", "thermal/image_raw", "ground_truth"


def settings(**choices):
    return ReplaySettings(**{"subscriber_timeout": 30.0, **choices})


@contextmanager
def playing(node, executor):
    """The node plays in a thread and belongs to the executor; the result is where its exceptions come out."""
    executor.add_node(node)
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(node.play)
        try:
            yield result
        finally:
            node.stop()
            executor.remove_node(node)
            # Without that an exception of the thread would hide behind one of the test.
            result.exception()
    node.destroy_node()


@pytest.fixture
def collector(ros_context, ros_executor):
    node = ImageCollector(ros_context, [RGB, THERMAL, LABELS])
    ros_executor.add_node(node)
    yield node
    ros_executor.remove_node(node)
    node.destroy_node()


def play_to_the_end(context, executor, collector, recording, *, expected, script=None, **choices):
    """Play it all and wait for as many pictures as expected."""
    node = ReplayNode(recording, script, settings(**choices), context=context)
    with playing(node, executor) as result:
        spin_until(executor, result.done, "the end of the replay")
        result.result()
        spin_until(
            executor, lambda: sum(map(len, collector.received.values())) >= expected, f"{expected} pictures"
        )
    return node.progress


def test_what_is_received_is_what_was_recorded(ros_context, ros_executor, collector):
    recording = small_recording(12, labels=True)
    progress = play_to_the_end(ros_context, ros_executor, collector, recording, expected=36)
    for topic, stream in ((RGB, "rgb"), (THERMAL, "thermal"), (LABELS, "labels")):
        recorded = [p for p in recording if p.stream == stream]
        assert collector.stamps(topic) == [p.stamp for p in recorded]
        assert {m.header.frame_id for m in collector.received[topic]} == {recorded[0].frame_id}
        assert {m.encoding for m in collector.received[topic]} == {recorded[0].encoding}
        np.testing.assert_array_equal(collector.pictures(topic), [p.image for p in recorded])
    assert progress.published == {"rgb": 12, "thermal": 12, "labels": 12}
    assert progress.passes == 1
    assert progress.failed == 0
    assert progress.position == pytest.approx(0.24), "a pass includes the last picture's period"


def test_a_best_effort_subscriber_is_served(ros_context, ros_executor):
    collector = ImageCollector(ros_context, [RGB, THERMAL], reliability=ReliabilityPolicy.BEST_EFFORT)
    ros_executor.add_node(collector)
    recording = small_recording(5)
    # It may lose some: those of the moment before the two have met, and any other.
    node = ReplayNode(recording, None, settings(loop=True), context=ros_context)
    with playing(node, ros_executor):
        spin_until(ros_executor, lambda: all(map(collector.stamps, (RGB, THERMAL))), "a picture of each")
    for topic, stream in ((RGB, "rgb"), (THERMAL, "thermal")):
        recorded = {p.stamp: p.image for p in recording if p.stream == stream}
        sent = itertools.islice(itertools.cycle(recorded), node.progress.published[stream])
        assert all(stamp in sent for stamp in collector.stamps(topic)), "in the order in which they were sent"
        shown = [recorded[stamp] for stamp in collector.stamps(topic)]
        np.testing.assert_array_equal(collector.pictures(topic), shown)
    ros_executor.remove_node(collector)
    collector.destroy_node()


def test_only_streams_of_the_recording_are_offered(ros_context):
    node = ReplayNode(small_recording(1), context=ros_context)
    assert node.count_publishers(RGB) == 1
    assert node.count_publishers(LABELS) == 0
    assert node.count_publishers("/clock") == 0
    node.destroy_node()


def test_faults_arrive_on_the_topics_as_scripted(ros_context, ros_executor, collector):
    recording = small_recording(20, period=0.02, labels=True)
    script = FaultScript.from_list(
        [
            {"rgb": "drop", "from": 0.04, "to": 0.08},
            {"rgb": "darken", "factor": 0.5, "from": 0.2},
            {"thermal": "shutter", "from": 0.1, "to": 0.2},
        ]
    )
    play_to_the_end(ros_context, ros_executor, collector, recording, expected=58, script=script)
    rgb, thermal = ([p for p in recording if p.stream == s] for s in ("rgb", "thermal"))
    seen = [n for n in range(20) if n not in {2, 3}]
    assert collector.stamps(RGB) == [rgb[n].stamp for n in seen]
    expected = [rgb[n].image if n < 10 else np.rint(rgb[n].image * 0.5) for n in seen]
    np.testing.assert_array_equal(collector.pictures(RGB), expected)
    assert collector.stamps(THERMAL) == [p.stamp for p in thermal]
    shown = [4 if 5 <= n < 10 else n for n in range(20)]
    np.testing.assert_array_equal(collector.pictures(THERMAL), [thermal[n].image for n in shown])
    assert len(collector.received[LABELS]) == 20


def test_a_loop_jumps_back_to_the_first_stamp(ros_context, ros_executor, collector):
    recording = small_recording(4)
    node = ReplayNode(recording, None, settings(loop=True), context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, lambda: len(collector.received[RGB]) >= 10, "two passes and a half")
        assert not result.done()
    once = [p.stamp for p in recording if p.stream == "rgb"]
    assert collector.stamps(RGB)[:10] == (once * 3)[:10]
    assert node.progress.passes >= 3


def test_fresh_stamps_begin_at_the_present_and_keep_their_distances(ros_context, ros_executor, collector):
    before = time.time_ns()
    recording = small_recording(5, period=0.04)
    play_to_the_end(
        ros_context, ros_executor, collector, recording, expected=10, fresh_stamps=True, speed=2.0
    )
    stamps = collector.stamps(RGB)
    # The first was stamped 3 ms before it was recorded: 1.5 ms at double speed.
    assert before - 1_500_000 <= stamps[0] <= time.time_ns()
    assert [stamp - stamps[0] for stamp in stamps] == [n * 20_000_000 for n in range(5)]
    assert collector.stamps(THERMAL) == stamps


def test_fresh_stamps_never_jump_back_in_a_loop(ros_context, ros_executor, collector):
    node = ReplayNode(small_recording(3), None, settings(loop=True, fresh_stamps=True), context=ros_context)
    with playing(node, ros_executor):
        spin_until(ros_executor, lambda: len(collector.received[RGB]) >= 8, "almost three passes")
    stamps = collector.stamps(RGB)
    assert all(a < b for a, b in itertools.pairwise(stamps))


@pytest.fixture
def ticks(ros_context, ros_executor):
    """What comes on /clock, in nanoseconds."""
    received = []
    node = Node("listener", context=ros_context)
    node.create_subscription(Clock, "/clock", lambda m: received.append(to_nanoseconds(m.clock)), 100)
    ros_executor.add_node(node)
    yield received
    ros_executor.remove_node(node)
    node.destroy_node()


HOUR = 3_600_000_000_000


@pytest.mark.usefixtures("collector")
def test_the_clock_goes_on_through_a_pause_of_the_recording(ros_context, ros_executor, ticks):
    start = 1_000_000_000_000
    recording = HeldRecording([*small_recording(1, start=start), *small_recording(1, start=start + HOUR)])
    node = ReplayNode(recording, None, settings(clock_rate=100.0), context=ros_context)
    with playing(node, ros_executor):
        spin_until(ros_executor, lambda: len(ticks) >= 10, "ten ticks")
    assert start <= ticks[0]
    assert ticks[-1] < start + HOUR
    assert all(a < b for a, b in itertools.pairwise(ticks))


@pytest.mark.usefixtures("collector")
def test_the_clock_jumps_back_with_the_loop(ros_context, ros_executor, ticks):
    chosen = settings(loop=True, clock_rate=200.0)
    node = ReplayNode(small_recording(10), None, chosen, context=ros_context)
    with playing(node, ros_executor):
        spin_until(
            ros_executor, lambda: any(a > b for a, b in itertools.pairwise(ticks)), "a clock that jumps back"
        )


def test_it_waits_for_a_subscriber_of_each_camera(ros_context, ros_executor):
    half = ImageCollector(ros_context, [RGB])
    ros_executor.add_node(half)
    node = ReplayNode(small_recording(3), None, settings(), context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, lambda: node.count_subscribers(RGB) == 1, "the first subscriber")
        spin_until(ros_executor, lambda: node.progress.lonely == (f"/{THERMAL}",), "word of the other topic")
        for _ in range(20):
            ros_executor.spin_once(timeout_sec=0.01)
        assert node.progress.passes == 0
        assert node.progress.published == {"rgb": 0, "thermal": 0}
        other = ImageCollector(ros_context, [THERMAL])
        ros_executor.add_node(other)
        spin_until(ros_executor, result.done, "the end of the replay")
        assert node.progress.lonely == ()
        spin_until(ros_executor, lambda: len(half.received[RGB]) == 3, "all pictures")
    for collector in (half, other):
        ros_executor.remove_node(collector)
        collector.destroy_node()


def test_it_begins_without_subscribers_when_none_comes_in_time(ros_context, ros_executor):
    node = ReplayNode(small_recording(3), None, settings(subscriber_timeout=0.1), context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, result.done, "the end of the replay")
        result.result()
    assert node.progress.published == {"rgb": 3, "thermal": 3}


def test_it_waits_for_as_many_subscribers_as_it_is_told(ros_context, ros_executor, collector):
    waits = settings(subscriber_timeout=3_600.0, subscribers=2)
    node = ReplayNode(small_recording(3), None, waits, context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, lambda: node.count_subscribers(RGB) == 1, "the first subscriber")
        spin_until(ros_executor, lambda: node.count_subscribers(THERMAL) == 1, "the first subscriber")
        assert node.progress.passes == 0
        second = ImageCollector(ros_context, [RGB, THERMAL])
        ros_executor.add_node(second)
        spin_until(ros_executor, result.done, "the end of the replay")
        result.result()
        for each, name in ((collector, "first"), (second, "second")):
            spin_until(
                ros_executor, lambda c=each: len(c.received[THERMAL]) == 3, f"all pictures at the {name}"
            )
        ros_executor.remove_node(second)
        second.destroy_node()


def test_stopping_ends_a_wait_for_subscribers(ros_context, ros_executor):
    node = ReplayNode(small_recording(3), None, settings(subscriber_timeout=3_600.0), context=ros_context)
    with playing(node, ros_executor) as result:
        node.stop()
        spin_until(ros_executor, result.done, "the end of the replay")
        result.result()
    assert node.progress.published == {"rgb": 0, "thermal": 0}


@pytest.mark.usefixtures("collector")
def test_stopping_ends_a_long_pause_of_the_recording(ros_context, ros_executor):
    pictures = [*small_recording(1, start=HOUR), *small_recording(1, start=2 * HOUR)]
    node = ReplayNode(HeldRecording(pictures), None, settings(), context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, lambda: node.progress.published["thermal"] == 1, "the first pair")
        node.stop()
        spin_until(ros_executor, result.done, "the end of the replay")
        result.result()
    assert node.progress.published == {"rgb": 1, "thermal": 1}


@pytest.mark.usefixtures("collector")
def test_a_damaged_recording_ends_the_replay_with_its_error(ros_context, ros_executor):
    class Damaged(HeldRecording):
        def __iter__(self):
            yield from self.pictures[:2]
            raise RecordingError("the third picture is broken")

    node = ReplayNode(Damaged(small_recording(3).pictures), None, settings(), context=ros_context)
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, result.done, "the end of the replay")
        with pytest.raises(RecordingError, match="the third picture is broken"):
            result.result()
    assert node.progress.published == {"rgb": 1, "thermal": 1}


class Refusing:
    """A publisher that the middleware fails once, as a full transport does: nothing real fails on demand."""

    def __init__(self, publisher):
        self.publisher = publisher
        self.refused = False

    def publish(self, message):
        if not self.refused:
            self.refused = True
            raise rclpy_implementation.RCLError("Failed to publish: cannot publish data")
        self.publisher.publish(message)

    def __getattr__(self, name):
        return getattr(self.publisher, name)


def test_a_picture_that_is_refused_is_counted_and_the_others_go_on(ros_context, ros_executor, collector):
    recording = small_recording(3)
    node = ReplayNode(recording, None, settings(), context=ros_context)
    node._publishers_of["rgb"] = Refusing(node._publishers_of["rgb"])
    with playing(node, ros_executor) as result:
        spin_until(ros_executor, result.done, "the end of the replay")
        result.result()
        spin_until(ros_executor, lambda: sum(map(len, collector.received.values())) >= 5, "five pictures")
    assert node.progress.failed == 1
    assert node.progress.published == {"rgb": 2, "thermal": 3}
    assert collector.stamps(RGB) == [p.stamp for p in recording if p.stream == "rgb"][1:]


def test_a_context_that_is_shut_down_ends_the_replay(ros_context, ros_executor, collector):
    node = ReplayNode(small_recording(3), None, settings(loop=True), context=ros_context)
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(node.play)
        spin_until(ros_executor, lambda: len(collector.received[RGB]) > 2, "pictures")
        ros_context.shutdown()
        result.result(timeout=30)
