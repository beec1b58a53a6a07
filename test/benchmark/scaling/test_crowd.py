"""Rates of processes that work at once."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.protocol import Measured
from csk_ros.benchmark.scaling.crowd import Crowd, measure_crowds, rate
from csk_ros.mode import Mode


def test_a_rate_is_of_frames_one_after_the_other():
    assert rate([10.0, 20.0, 30.0]) == pytest.approx(50.0)


def test_a_crowd_adds_up():
    crowd = Crowd(Mode.FUSED, [10.0, 12.0, 14.0])
    assert (crowd.number, crowd.total, crowd.each) == (3, pytest.approx(36.0), pytest.approx(12.0))


class FakeWorker:
    """Takes as many milliseconds a frame as there are workers at it, and its own number more."""

    busy: list[FakeWorker]

    def __init__(self, number, busy, diary):
        self.number, self.busy, self.diary = number, busy, diary

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.diary.append(("left", self.number))

    def ready(self):
        self.diary.append(("ready", self.number))

    def start(self, block):
        self.busy.append(self)
        self.diary.append(("start", self.number))
        self.mode = block.mode

    def result(self):
        time = float(len(self.busy) + self.number)
        self.diary.append(("result", self.number))
        if set(self.diary[-len(self.busy) :]) == {("result", w.number) for w in self.busy}:
            self.busy.clear()
        return Measured({"total": [time, time]}, None)


def test_all_are_started_before_the_first_is_waited_for():
    busy, diary, told = [], [], []
    workers = [FakeWorker(number, busy, diary) for number in range(2)]
    crowds = measure_crowds(workers, (1, 2), (Mode.THERMAL,), lambda _, count: told.append(count))
    assert crowds == [Crowd(Mode.THERMAL, [1000.0]), Crowd(Mode.THERMAL, [500.0, pytest.approx(1000 / 3)])]
    assert diary == [
        ("ready", 0),
        ("ready", 1),
        *(("start", 0), ("result", 0)),
        *(("start", 0), ("start", 1), ("result", 0), ("result", 1)),
        *(("left", 1), ("left", 0)),
    ]
    assert sum(told) == 2
