"""The semantic points node over real DDS: which cloud gets which labels, and what is said when none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.parameter import Parameter

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.point_cloud_layout import point_view
from support.camera_infos import camera_info_message
from support.clouds import cloud_of
from support.points_bench import FOCAL, HEIGHT, MS, START, WIDTH, PointsBench, label_of
from support.simulated_clock import SimulatedClock

if TYPE_CHECKING:
    from sensor_msgs.msg import PointCloud2

PATIENT, IMPATIENT = 10.0, 0.02
"""Seconds that a cloud waits for labels."""

POINTS = [[0.01, 0.01, 1.0], [0.62, -0.42, 2.0], [0.0, 0.0, -1.0]]
PIXELS = [(24, 32), (13, 47)]
"""Where the first two are seen; the third lies behind the camera."""


@pytest.fixture
def make_bench(ros_context, ros_executor):
    benches: list[PointsBench] = []

    def make(**parameters) -> PointsBench:
        benches.append(PointsBench(ros_context, ros_executor, **parameters))
        return benches[-1]

    yield make
    for bench in benches:
        bench.node.destroy_node()
        bench.peer.destroy_node()


def cloud_at(at: float, points=POINTS, **how) -> PointCloud2:
    return cloud_of(points, stamp=START + round(at * MS), **how)


def expected(seed: int) -> list[int]:
    return [label_of(row, column, seed) for row, column in PIXELS] + [255]


def test_a_cloud_gets_the_labels_and_the_confidence_of_its_pixels(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    sent = cloud_at(5)
    bench.send_cloud(sent)
    bench.send_labels(at=10, seed=7)
    bench.until(lambda: bool(bench.clouds), "a labelled cloud")
    (cloud,) = bench.clouds
    assert cloud.header == sent.header
    assert [field.name for field in cloud.fields] == ["x", "y", "z", "label", "confidence"]
    assert bench.labels() == [expected(7)]
    assert point_view(cloud)["confidence"].tolist() == [[255 - label for label in expected(7)[:2]] + [0]]
    assert point_view(cloud)["x"].tolist() == point_view(sent)["x"].tolist()
    assert bench.outcomes() == {"received": "1", "labelled": "1"}


def test_the_labels_nearest_in_time_are_taken(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    for number in range(4):
        bench.send_labels(at=33 * number, seed=number)
    for at in (35, 50, 80):
        bench.send_cloud(cloud_at(at))
    bench.until(lambda: len(bench.clouds) == 3, "all clouds")
    assert bench.labels() == [expected(1), expected(2), expected(2)]
    assert bench.stamps() == [35, 50, 80]


def test_without_labels_in_time_it_goes_out_unlabelled(make_bench):
    bench = make_bench(wait=IMPATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    bench.send_labels(at=0)
    bench.send_cloud(cloud_at(500))
    bench.until(lambda: bool(bench.clouds), "the cloud")
    assert bench.labels() == [[255, 255, 255]]
    assert point_view(bench.clouds[0])["confidence"].tolist() == [[0, 0, 0]]
    assert bench.outcomes() == {"received": "1", "unlabelled.no labels": "1"}


def test_labels_of_the_rgb_camera_are_not_put_onto_a_cloud_of_the_thermal_frame(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    bench.send_cloud(cloud_at(10))
    bench.send_labels(at=10, frame_id="rgb_optical")
    bench.until(lambda: bool(bench.clouds), "the cloud")
    assert bench.labels() == [[255, 255, 255]]
    assert bench.outcomes()["unlabelled.other frame"] == "1"


def test_an_organised_cloud_needs_no_camera_info_and_any_other_does(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_labels(at=10, seed=2)
    bench.send_labels(at=20, seed=3)
    bench.send_cloud(cloud_at(10, np.ones((HEIGHT, WIDTH, 3))))
    bench.send_cloud(cloud_at(20))
    bench.until(lambda: len(bench.clouds) == 2, "both clouds")
    rows, columns = np.indices((HEIGHT, WIDTH))
    assert bench.labels() == [label_of(rows, columns, 2).reshape(-1).tolist(), [255, 255, 255]]
    assert bench.outcomes() == {"received": "2", "labelled": "1", "unlabelled.no camera info": "1"}


def test_an_uncalibrated_camera_is_as_none(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, focal=0.0))
    bench.send_labels(at=10)
    bench.send_cloud(cloud_at(10))
    bench.until(lambda: bool(bench.clouds), "the cloud")
    assert bench.outcomes() == {"received": "1", "unlabelled.no camera info": "1"}


def test_a_broken_cloud_costs_itself_alone(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    bench.send_labels(at=30)
    truncated = cloud_at(10)
    truncated.data = truncated.data[:-1]
    bench.send_cloud(truncated)
    nameless = cloud_at(20)
    nameless.fields = nameless.fields[:2]
    bench.send_cloud(nameless)
    bench.send_cloud(cloud_at(30))
    bench.until(lambda: bool(bench.clouds), "the whole cloud")
    assert bench.labels() == [expected(0)]
    assert bench.outcomes() == {
        "received": "3",
        "labelled": "1",
        "refused.fields": "1",
        "refused.truncated": "1",
    }


def test_a_cloud_without_points_goes_out_once_with_the_new_fields(make_bench):
    bench = make_bench(wait=IMPATIENT).listen()
    sent = cloud_at(10, np.empty((0, 3)))
    bench.send_cloud(sent)
    bench.until(lambda: bool(bench.clouds), "the empty cloud")
    bench.send_cloud(cloud_at(20))
    bench.until(lambda: len(bench.clouds) == 2, "the next cloud")
    empty = bench.clouds[0]
    assert (empty.header, empty.height, empty.width, len(empty.data)) == (sent.header, 1, 0, 0)
    assert [field.name for field in empty.fields] == ["x", "y", "z", "label", "confidence"]
    assert bench.outcomes() == {"received": "2", "empty": "1", "unlabelled.no labels": "1"}


def test_broken_labels_cost_themselves_alone(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    coloured = encode_image(np.zeros((2, 2, 3), np.uint8), "rgb8", stamp=START, frame_id="thermal_optical")
    bench.publishers["segmentation"].publish(coloured)
    bench.send_labels(at=10, seed=4)
    bench.send_cloud(cloud_at(10))
    bench.until(lambda: bool(bench.clouds), "the cloud")
    assert bench.labels() == [expected(4)]


def test_nothing_is_projected_while_nobody_listens(make_bench):
    bench = make_bench(wait=IMPATIENT)
    bench.send_cloud(cloud_at(10))
    assert bench.outcomes() == {"received": "1", "unheard": "1"}
    bench.listen()
    bench.send_cloud(cloud_at(20))
    bench.until(lambda: bool(bench.clouds), "the cloud after")
    assert bench.stamps() == [20]


def test_a_new_skew_counts_from_the_next_cloud_on(make_bench):
    bench = make_bench(wait=IMPATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    bench.send_labels(at=0)
    bench.send_cloud(cloud_at(60))
    bench.until(lambda: len(bench.clouds) == 1, "the first cloud")
    (result,) = bench.node.set_parameters([Parameter("max_skew", value=0.05)])
    assert result.successful
    bench.send_cloud(cloud_at(61))
    bench.until(lambda: len(bench.clouds) == 2, "the second cloud")
    assert bench.labels() == [expected(0), [255, 255, 255]]


def test_a_skew_below_zero_is_refused(make_bench):
    bench = make_bench()
    (result,) = bench.node.set_parameters([Parameter("max_skew", value=-0.05)])
    assert not result.successful
    assert "max_skew" in result.reason


def test_a_cloud_that_comes_after_a_newer_one_was_answered_is_left_out_and_counted(make_bench):
    bench = make_bench(wait=IMPATIENT).listen()
    bench.send_cloud(cloud_at(100))
    bench.until(lambda: len(bench.clouds) == 1, "the first cloud")
    bench.send_cloud(cloud_at(50))
    bench.send_cloud(cloud_at(150))
    bench.until(lambda: len(bench.clouds) == 2, "the second cloud")
    assert bench.stamps() == [100, 150]
    assert bench.node._pairer.left_out == 1


def says(bench: PointsBench, level: bytes, text: str) -> bool:
    return any((s.level, s.message) == (level, text) for m in bench.diagnostics for s in m.status)


def test_diagnostics_say_what_becomes_of_the_clouds(make_bench):
    bench = make_bench(wait=IMPATIENT).listen()
    bench.until(lambda: says(bench, DiagnosticStatus.STALE, "no cloud comes in"), "no cloud yet")
    bench.send_cloud(cloud_at(0))
    bench.until(lambda: says(bench, DiagnosticStatus.WARN, "unlabelled.no labels"), "an unlabelled cloud")
    bench.send_cloud(cloud_at(100, np.empty((0, 3))))
    bench.until(lambda: says(bench, DiagnosticStatus.OK, "empty"), "an empty cloud")
    bench.send_labels(at=500)
    bench.send_cloud(cloud_at(500, np.ones((HEIGHT, WIDTH, 3))))
    bench.until(lambda: says(bench, DiagnosticStatus.OK, "labelled"), "a labelled cloud")
    status = bench.diagnostics[-1].status[0]
    assert status.name == "semantic_points: clouds"
    assert {entry.key: entry.value for entry in status.values} == {
        "received": "3",
        "empty": "1",
        "labelled": "1",
        "unlabelled.no labels": "1",
        "left out": "0",
    }


def test_what_becomes_of_a_cloud_that_waited_when_diagnostics_were_due_is_told_the_next_time(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_cloud(cloud_at(0))
    bench.until(lambda: says(bench, DiagnosticStatus.OK, "waiting for labels"), "a cloud that waits")
    (result,) = bench.node.set_parameters([Parameter("wait", value=0.0)])
    assert result.successful
    bench.until(lambda: says(bench, DiagnosticStatus.WARN, "unlabelled.no labels"), "its end")
    assert bench.outcomes() == {"received": "1", "unlabelled.no labels": "1"}


def test_a_simulated_time_that_does_not_come_is_an_error(make_bench):
    bench = make_bench(use_sim_time=True)
    bench.until(lambda: bool(bench.diagnostics), "diagnostics")
    (status,) = bench.diagnostics[-1].status
    assert status.level == DiagnosticStatus.ERROR
    assert status.message.startswith("no cloud comes in; no time has come on /clock for ")


def test_a_cloud_that_cannot_be_published_is_counted_as_that_alone(make_bench):
    bench = make_bench(wait=PATIENT).listen()

    class Clogged:
        """What rclpy's publisher does under backpressure."""

        get_subscription_count = bench.node._points.get_subscription_count

        def publish(self, _):
            raise rclpy_implementation.RCLError("Failed to publish: cannot publish data")

    bench.node._points = Clogged()
    bench.send_labels(at=10)
    bench.send_cloud(cloud_at(10, np.ones((HEIGHT, WIDTH, 3))))
    bench.until(lambda: bench.node.counts.newest is not None, "the end of the cloud")
    assert bench.outcomes() == {"received": "1", "refused.not published": "1"}


def test_a_recording_that_loops_is_labelled_in_every_round(make_bench):
    bench = make_bench(wait=0.2, use_sim_time=True).listen()
    clock = SimulatedClock(bench.peer, bench.executor)

    def set_clock(at: float) -> None:
        clock.set(START + round(at * MS), bench.node)

    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    for number, seed in enumerate((1, 2)):
        set_clock(0)
        bench.send_labels(at=0, seed=seed)
        bench.send_cloud(cloud_at(0))
        bench.until(lambda count=2 * number + 1: len(bench.clouds) == count, "a labelled cloud")
        set_clock(3000)
        bench.send_labels(at=2500)
        bench.send_cloud(cloud_at(3000))
        set_clock(3300)
        bench.until(lambda count=2 * number + 2: len(bench.clouds) == count, "a cloud that waited in vain")
    assert bench.stamps() == [0, 3000, 0, 3000]
    assert bench.labels() == [expected(1), [255] * 3, expected(2), [255] * 3]


def test_three_hundred_thousand_points(make_bench):
    bench = make_bench(wait=PATIENT).listen()
    bench.send_camera_info(camera_info_message(WIDTH, HEIGHT, FOCAL))
    rows, columns = np.divmod(np.arange(300_000) % (HEIGHT * WIDTH), WIDTH)
    depth = np.linspace(1.0, 50.0, 300_000)
    x = (columns - (WIDTH - 1) / 2) / FOCAL * depth
    y = (rows - (HEIGHT - 1) / 2) / FOCAL * depth
    bench.send_labels(at=10, seed=1)
    bench.send_cloud(cloud_at(10, np.stack([x, y, depth], axis=-1)))
    bench.until(lambda: bool(bench.clouds), "the large cloud")
    assert np.array_equal(bench.labels()[0], label_of(rows, columns, 1))
