"""Camera drivers that are really killed and started again, while the node goes on."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path

import pytest
from rclpy.lifecycle import TransitionCallbackReturn

from csk_ros.mode import Mode
from support.environment import with_python_path

TEST_FOLDER = Path(__file__).resolve().parents[2]

PATIENCE = 120.0
"""Seconds for a Python process to start and to be found, on a busy machine."""


@contextmanager
def camera(stream):
    """A camera driver in a process of its own; killed at the end if it was not before."""
    environment = with_python_path(TEST_FOLDER, TEST_FOLDER.parent)
    command = [sys.executable, "-m", "support.camera_process", stream]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


class Watch:
    """Waits for modes of the real node in real time, and remembers all of them."""

    def __init__(self, rig):
        self.rig = rig
        self.seen: list[str] = []

    def until(self, mode, reason):
        """Wait until the newest word on the mode is this one."""
        self.rig.until(lambda: self.rig.mode_sequence[-1:] == [(mode, reason)], f"{mode}: {reason}", PATIENCE)

    @property
    def modes(self):
        """The modes in their order; what found no partner in time is not told apart."""
        sequence = [mode for mode, reason in self.rig.mode_sequence if reason != "rgb unpaired"]
        return [mode for number, mode in enumerate(sequence) if number == 0 or sequence[number - 1] != mode]


@pytest.fixture
def rig(make_rig):
    # Every process here competes with the others for the cores: only a stream that is gone is missing.
    rig = make_rig(use_sim_time=False, rgb__timeout=3.0, thermal__timeout=3.0, rgb__max_skew=0.1)
    rig.node.start()
    rig.until_loaded()
    return rig


def ends_are_accounted_for(rig):
    counts = rig.counts
    ended = counts.published[Mode.FUSED] + counts.published[Mode.THERMAL] + counts.dropped_of("thermal")
    return counts.received["thermal"] == ended


def test_a_killed_rgb_driver_costs_its_mode_alone_and_comes_back(rig):
    watch = Watch(rig)
    with ExitStack() as cameras:
        cameras.enter_context(camera("thermal"))
        first = cameras.enter_context(camera("rgb"))
        watch.until("fused", "both cameras ok")
        first.kill()
        watch.until("thermal", "rgb missing")
        outputs = len(rig.labels)
        rig.until(lambda: len(rig.labels) >= outputs + 20, "labels from thermal alone")
        cameras.enter_context(camera("rgb"))
        watch.until("fused", "both cameras ok")
    # Whichever camera was up first may have spoken alone.
    assert watch.modes[watch.modes.index("fused") :] == ["fused", "thermal", "fused"]
    watch.until("none", "thermal missing, rgb missing")
    rig.until(lambda: ends_are_accounted_for(rig), "every thermal frame accounted for")
    assert rig.stamps == sorted(set(rig.stamps))


def test_a_killed_thermal_driver_leaves_rgb_until_it_is_back(rig):
    watch = Watch(rig)
    with ExitStack() as cameras:
        first = cameras.enter_context(camera("thermal"))
        cameras.enter_context(camera("rgb"))
        watch.until("fused", "both cameras ok")
        first.kill()
        watch.until("rgb", "thermal missing")
        outputs = len(rig.labels)
        rig.until(lambda: len(rig.labels) >= outputs + 20, "labels from rgb alone")
        assert rig.labels[-1].header.frame_id == "rgb_optical"
        cameras.enter_context(camera("thermal"))
        watch.until("fused", "both cameras ok")
        rig.until(lambda: rig.labels[-1].header.frame_id == "thermal_optical", "labels of thermal")
    assert watch.modes[watch.modes.index("fused") :][:3] == ["fused", "rgb", "fused"]
    assert rig.stamps == sorted(set(rig.stamps))


def test_both_drivers_killed_is_no_mode_and_both_back_is_fused(rig):
    watch = Watch(rig)
    for _ in range(2):
        with camera("thermal"), camera("rgb"):
            watch.until("fused", "both cameras ok")
        watch.until("none", "thermal missing, rgb missing")
    rig.until(lambda: ends_are_accounted_for(rig), "every thermal frame accounted for")


def test_a_node_that_is_deactivated_falls_silent_and_goes_on_when_activated(rig):
    watch = Watch(rig)
    with camera("thermal"), camera("rgb"):
        watch.until("fused", "both cameras ok")
        assert rig.node.trigger_deactivate() == TransitionCallbackReturn.SUCCESS
        watch.until("none", "not active")
        assert rig.node.trigger_activate() == TransitionCallbackReturn.SUCCESS
        watch.until("fused", "both cameras ok")
    # The camera whose image came first may have spoken alone.
    told = [mode for mode in watch.modes if mode in {"fused", "none"}]
    assert [mode for mode, _ in groupby(told)] == ["none", "fused", "none", "fused"]
