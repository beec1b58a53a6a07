"""Processes that measure, seen from outside."""

from __future__ import annotations

import os
import signal

import pytest

from csk_ros.benchmark.protocol import Assignment, Block
from csk_ros.benchmark.worker_process import RefusedError, WorkerDiedError, WorkerProcess
from support.checkpoints import write_random_checkpoint


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


def worker_of(model):
    return WorkerProcess(
        Assignment("torch", plain=False, mode="thermal", model=str(model), size=None, threads=1)
    )


def test_a_refusal_comes_with_its_reason(tmp_path):
    with (
        worker_of(tmp_path / "no.safetensors") as worker,
        pytest.raises(RefusedError, match="does not exist"),
    ):
        worker.ready()


def test_it_measures_again_and_again_and_its_death_is_told(model):
    with worker_of(model) as worker:
        assert worker.ready().runtime == "torch"
        for frames in (2, 3):
            measured = worker.measure(Block("thermal", frames=frames))
            assert {len(durations) for durations in measured.times.values()} == {frames}
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(WorkerDiedError, match="the process that measures torch ended with exit code -9"):
            worker.measure(Block("thermal"))


def test_what_it_printed_last_is_shown(model):
    with worker_of(model) as worker:
        worker.ready()
        with pytest.raises(WorkerDiedError, match="'both' is not a valid Mode"):
            worker.measure(Block("both"))


def test_nothing_is_left_behind(model):
    with worker_of(model) as worker:
        pid = worker.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
