"""Simulated time that is switched on while the node runs, that does not come, and that stands still."""

from __future__ import annotations

import time

import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.parameter import Parameter

from csk_ros.stream.drop_reasons import NO_CLOCK
from support.rig import START, values_of

NO_TIME = "no time has come on /clock for "


@pytest.fixture
def rig(make_rig):
    """The node has labelled a pair in wall time."""
    rig = make_rig(use_sim_time=False)
    rig.node.start()
    rig.until_loaded()
    rig.until(
        lambda: all(camera.get_subscription_count() for camera in rig._cameras.values()),
        "discovery of the cameras",
    )
    rig.now = time.time_ns()
    rig.send("rgb", 0)
    rig.send("thermal", 0)
    rig.settle()
    return rig


def simulate(rig, *, on=True):
    (result,) = rig.node.set_parameters([Parameter("use_sim_time", value=on)])
    assert result.successful


def newest_status(rig):
    return rig.diagnostics[-1].status[0] if rig.diagnostics else DiagnosticStatus()


def told(rig, text):
    rig.until(lambda: text in newest_status(rig).message, f"diagnostics with '{text}'")
    return newest_status(rig)


def all_is_well_while_time_passes(rig):
    def well():
        rig.sleep(0.001)
        status = newest_status(rig)
        return (status.level, status.message) == (DiagnosticStatus.OK, "fused: both cameras ok")

    rig.until(well, "diagnostics without a word on time")


def ages(rig):
    values = values_of(rig.diagnostics[-1])
    return [values["rgb.age"], values["thermal.age"]]


def test_switched_on_without_a_clock_it_says_so_and_nothing_is_older_than_nothing(rig):
    simulate(rig)
    status = told(rig, NO_TIME)
    assert status.level == DiagnosticStatus.ERROR
    rig.until(lambda: rig.mode_sequence[-1] == ("none", NO_CLOCK), "the end of the mode")
    told(rig, f"no output: {NO_CLOCK}; {NO_TIME}")
    assert ages(rig) == ["", ""]
    assert values_of(rig.diagnostics[-1])["mode"] == "none"


def test_a_frame_without_a_clock_is_dropped_with_a_line_in_the_log(rig, capfd):
    simulate(rig)
    rig.send("thermal", 1)
    assert rig.counts.dropped["thermal", NO_CLOCK] == 1
    line = "thermal frame dropped: use_sim_time is true, and no time comes on /clock"
    assert line in capfd.readouterr().err


def test_once_the_clock_comes_it_labels_in_simulated_time(rig):
    simulate(rig)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", NO_CLOCK), "the end of the mode")
    rig.now = START
    rig.sleep(0.0)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "thermal awaited"), "the beginning")
    rig.play(1)
    assert rig.stamps[-1] == rig.now
    assert rig.mode_sequence[-1] == ("fused", "both cameras ok")
    all_is_well_while_time_passes(rig)


def test_switched_off_again_it_labels_in_wall_time(rig):
    simulate(rig)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", NO_CLOCK), "the end of the mode")
    simulate(rig, on=False)
    rig.until(lambda: rig.mode_sequence[-1][1] != NO_CLOCK, "the beginning")
    rig.now = time.time_ns()
    rig.send("rgb", 1)
    rig.send("thermal", 1)
    rig.settle()
    assert rig.stamps[-1] == rig.now


def test_a_clock_that_stands_still_is_a_warning_until_it_moves(make_rig):
    rig = make_rig().start()
    rig.play(2)
    # Of the test's own: nobody wants to wait for it.
    rig.node._diagnostics._clock_watch._steady = lambda: time.monotonic() + 60.0
    status = told(rig, "simulated time has stood still for 6")
    assert status.level == DiagnosticStatus.WARN
    assert status.message.startswith("fused: both cameras ok; ")
    assert ages(rig) == ["0.000 s", "0.000 s"]
    rig.play(1, first=2)
    all_is_well_while_time_passes(rig)


def test_a_clock_that_has_gone_back_leaves_no_age(make_rig):
    rig = make_rig().start()
    rig.play(2)
    rig.now -= round(50e9)
    rig.sleep(0.0)
    rig.until(lambda: ages(rig) == ["", ""], "diagnostics of the new time")
    assert not [message for message in rig.diagnostics if values_of(message).get("rgb.age", "")[:1] == "-"]
