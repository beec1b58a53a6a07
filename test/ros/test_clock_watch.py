"""Simulated time that is missing or stands still, with a real /clock; steady time is the test's."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.node import Node
from rclpy.parameter import Parameter

from csk_ros.ros.clock_watch import ClockWatch
from support.simulated_clock import SimulatedClock


class Bench:
    """A node whose clock is watched, who publishes /clock, and how many seconds have passed."""

    def __init__(self, context, executor, *, simulated: bool) -> None:
        override = [Parameter("use_sim_time", value=simulated)]
        self.node = Node("arm", context=context, parameter_overrides=override)
        self.clock = SimulatedClock(self.node, executor)
        self.steady = 100.0
        self.watch = ClockWatch(self.node, lambda: self.steady)
        executor.add_node(self.node)

    def after(self, seconds: float) -> tuple[bytes, str] | None:
        self.steady += seconds
        return self.watch.trouble()


def test_wall_time_is_never_in_trouble(ros_context, ros_executor):
    bench = Bench(ros_context, ros_executor, simulated=False)
    assert [bench.after(60.0) for _ in range(2)] == [None, None]


def test_simulated_time_that_does_not_come_is_an_error_from_the_beginning(ros_context, ros_executor):
    bench = Bench(ros_context, ros_executor, simulated=True)
    expected = "no time has come on /clock for 3 s, and use_sim_time is true"
    assert bench.after(3.0) == (DiagnosticStatus.ERROR, expected)
    bench.clock.set(5, bench.node)
    assert bench.after(1.0) is None


def test_simulated_time_that_stands_still_is_a_warning_until_it_moves(ros_context, ros_executor):
    bench = Bench(ros_context, ros_executor, simulated=True)
    bench.clock.set(5, bench.node)
    assert bench.after(1.0) is None
    assert bench.after(1.9) is None
    still = (DiagnosticStatus.WARN, "simulated time has stood still for 12 s")
    assert bench.after(10.1) == still
    bench.clock.set(4, bench.node)
    assert bench.after(1.0) is None


def test_time_that_is_simulated_from_now_on_and_no_more_is_followed(ros_context, ros_executor):
    bench = Bench(ros_context, ros_executor, simulated=False)
    assert bench.after(60.0) is None
    bench.node.set_parameters([Parameter("use_sim_time", value=True)])
    assert bench.after(1.0) == (
        DiagnosticStatus.ERROR,
        "no time has come on /clock for 0 s, and use_sim_time is true",
    )
    bench.node.set_parameters([Parameter("use_sim_time", value=False)])
    assert bench.after(60.0) is None
