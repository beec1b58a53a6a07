"""A status under the node's name: every second, and at once where it is told to."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.parameter import Parameter

from csk_ros.ros.diagnostics_publisher import DiagnosticsPublisher, status
from support.spin import spin_until


class Bench:
    """A node in simulated time that does not come, and who hears its diagnostics."""

    def __init__(self, context, executor) -> None:
        self.executor = executor
        paused = [Parameter("use_sim_time", value=True)]
        self.node = Node("arm", context=context, namespace="robot", parameter_overrides=paused)
        self.reports = 0
        self.heard: list[DiagnosticArray] = []
        self.node.create_subscription(DiagnosticArray, "/diagnostics", self.heard.append, 10)
        self.publisher = DiagnosticsPublisher(self.node, "joints", self._report)
        executor.add_node(self.node)

    def _report(self, name: str) -> DiagnosticStatus:
        self.reports += 1
        return status(name, "hinge", DiagnosticStatus.WARN, "stiff", {"report": str(self.reports)})

    def hear(self, count: int) -> None:
        spin_until(self.executor, lambda: len(self.heard) >= count, f"{count} messages")


def test_a_status_comes_every_second_and_when_it_is_told_to(ros_context, ros_executor):
    bench = Bench(ros_context, ros_executor)
    bench.hear(2)
    before = bench.reports
    bench.publisher.publish()
    assert bench.reports == before + 1
    bench.hear(3)
    (first,) = bench.heard[0].status
    assert (first.name, first.hardware_id) == ("robot/arm: joints", "hinge")
    # That the clock is missing silences nothing, and is added.
    assert first.level == DiagnosticStatus.ERROR
    assert first.message.startswith("stiff; no time has come on /clock for ")
    assert [(value.key, value.value) for value in first.values] == [("report", "1")]


def test_a_status_that_is_not_published_is_told_and_costs_itself_alone(ros_context, ros_executor, capfd):
    bench = Bench(ros_context, ros_executor)
    bench.hear(1)
    publisher = bench.publisher._publisher

    class Clogged:
        """What rclpy's publisher does under backpressure: nothing real fails on demand."""

        def publish(self, _: DiagnosticArray) -> None:
            raise rclpy_implementation.RCLError("Failed to publish: cannot publish data")

    bench.publisher._publisher = Clogged()
    bench.publisher.publish()
    bench.publisher._publisher = publisher
    assert "diagnostics not published: Failed to publish: cannot publish data" in capfd.readouterr().err
    bench.hear(2)
    assert [value.value for value in bench.heard[-1].status[0].values] == [str(bench.reports)]
