"""One job at a time, the newest of those that come meanwhile, in simulated time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.mode import Mode
from csk_ros.simulation.simulated_worker import SimulatedWorker
from csk_ros.stream.frame import Frame
from csk_ros.stream.frame_ledger import FrameLedger
from csk_ros.stream.stream_pipeline import Job


class Known(NamedTuple):
    """An answer that tells which job it is of, and when it came."""

    number: int
    time: int
    mode: Mode


class Runner:
    """Runs every job without a network."""

    def __init__(self, ledger):
        self._ledger = ledger

    def run(self, job):
        self._ledger.publish(job.mode)
        return job

    def drop(self, job, reason):
        self._ledger.drop(job.anchor_stream, reason)


class Bench:
    """A worker, and what it leaves in the ledger."""

    def __init__(self, duration):
        self.ledger = FrameLedger()
        self.worker = SimulatedWorker(
            Runner(self.ledger),
            lambda _, job, time: Known(job.anchor.stamp, time, job.mode),
            duration if callable(duration) else lambda _: duration,
        )

    def submit(self, number, now, mode=Mode.THERMAL):
        frame = Frame(number, "camera", np.zeros((1, 1)), None)
        thermal, rgb = (None, frame) if mode is Mode.RGB else (frame, None)
        self.worker.submit(Job(mode, "", thermal, rgb, None, now), now)

    def finish(self, now):
        return [(answer.number, answer.time) for answer in self.worker.finish(now)]

    @property
    def superseded(self):
        return {stream: count for (stream, reason), count in self.ledger.counts().dropped.items() if count}

    @property
    def published(self):
        return dict(self.ledger.counts().published)


def test_without_a_job_nothing_ends():
    bench = Bench(10)
    assert bench.worker.ends is None
    assert bench.finish(10**12) == []


def test_a_job_takes_its_time_to_the_nanosecond():
    bench = Bench(10)
    bench.submit(1, now=100)
    assert bench.worker.ends == 110
    assert bench.finish(109) == []
    assert bench.published == {}
    assert bench.finish(110) == [(1, 110)]
    assert bench.published == {Mode.THERMAL: 1}
    assert bench.worker.ends is None


def test_a_job_of_no_time_is_done_at_once():
    bench = Bench(0)
    bench.submit(1, now=100)
    assert bench.finish(100) == [(1, 100)]


def test_the_one_that_waits_begins_when_the_one_before_it_ends():
    bench = Bench(10)
    bench.submit(1, now=100)
    bench.submit(2, now=103)
    assert bench.worker.ends == 110
    assert bench.finish(110) == [(1, 110)]
    assert bench.worker.ends == 120
    assert bench.finish(120) == [(2, 120)]


def test_what_ended_meanwhile_is_told_in_order_with_its_own_times():
    bench = Bench(10)
    bench.submit(1, now=100)
    bench.submit(2, now=103)
    assert bench.finish(500) == [(1, 110), (2, 120)]


def test_a_newer_job_takes_the_place_of_one_that_waits():
    bench = Bench(10)
    for number, mode in enumerate((Mode.FUSED, Mode.THERMAL, Mode.RGB, Mode.THERMAL)):
        bench.submit(number, now=100 + number, mode=mode)
    assert bench.finish(500) == [(0, 110), (3, 120)]
    assert bench.superseded == {"thermal": 1, "rgb": 1}
    assert bench.published == {Mode.FUSED: 1, Mode.THERMAL: 1}


def test_the_time_that_a_job_takes_is_that_of_its_beginning():
    bench = Bench(lambda now: 50 if now < 120 else 3)
    bench.submit(1, now=100)
    bench.submit(2, now=119)
    assert bench.finish(500) == [(1, 150), (2, 153)]


def test_jobs_under_way_are_counted_by_the_stream_of_their_anchor():
    bench = Bench(10)
    assert [bench.worker.under_way(stream) for stream in ("rgb", "thermal")] == [0, 0]
    bench.submit(1, now=100)
    bench.submit(2, now=101, mode=Mode.RGB)
    assert [bench.worker.under_way(stream) for stream in ("rgb", "thermal")] == [1, 1]
    bench.submit(3, now=102)
    assert [bench.worker.under_way(stream) for stream in ("rgb", "thermal")] == [0, 2]
    bench.finish(110)
    assert [bench.worker.under_way(stream) for stream in ("rgb", "thermal")] == [0, 1]
    bench.finish(120)
    assert [bench.worker.under_way(stream) for stream in ("rgb", "thermal")] == [0, 0]


def expected(arrivals, duration):
    """Of every job that is answered, its number and its time, worked out job by job."""
    answers = []
    free, number = 0, 0
    while number < len(arrivals):
        # The newest of those that are there when the worker is free, or else the next one that comes.
        there = [later for later in range(number, len(arrivals)) if arrivals[later] < free]
        number = there[-1] if there else number
        free = max(free, arrivals[number]) + duration
        answers.append((number, free))
        number += 1
    return answers


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 30))
def test_whatever_comes_is_answered_or_superseded_by_a_newer_one(gaps, duration):
    arrivals = [int(time) for time in np.cumsum(gaps)]
    bench = Bench(duration)
    answers = []
    for number, time in enumerate(arrivals):
        answers += bench.finish(time)
        bench.submit(number, time)
    answers += bench.finish(10**6)
    assert answers == expected(arrivals, duration)
    assert bench.superseded.get("thermal", 0) == len(arrivals) - len(answers)
    assert sum(bench.published.values()) == len(answers)


def test_a_job_that_failed_brings_no_output_and_the_next_begins():
    class Failing(Runner):
        def run(self, job):
            return None if job.anchor.stamp == 1 else super().run(job)

    bench = Bench(10)
    bench.worker._runner = Failing(bench.ledger)
    bench.submit(1, now=100)
    bench.submit(2, now=103)
    assert bench.finish(500) == [(2, 120)]
    assert bench.published == {Mode.THERMAL: 1}
