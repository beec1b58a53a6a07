"""The measuring side, without a process of its own."""

from __future__ import annotations

import itertools
import time

import pytest

from csk_ros.benchmark import worker
from csk_ros.benchmark.protocol import Assignment, Block, Measured, Ready, Refusal
from csk_ros.benchmark.worker import measure, measure_block
from csk_ros.inference.runtimes.selection import RuntimeUnusableError
from csk_ros.mode import Mode
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH


@pytest.fixture(autouse=True)
def domain(ros_domain_id):
    """What is published stays in the test's own domain."""


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


def assignment(model, executor="torch", **changes):
    fields = {"plain": False, "mode": "fused", "size": None, "threads": None, "started": time.monotonic_ns()}
    return Assignment(executor, model=str(model), **{**fields, **changes})


@pytest.fixture
def taken(monkeypatch):
    """The moments and modes of the frames that are taken; every one takes twice as long as the one before."""
    frames = []

    def time_stages(_segmenter, moment, mode, _publish, *, inputs):  # noqa: ARG001
        frames.append((moment, mode))
        return {"infer": float(2 ** len(frames)), "total": float(3 ** len(frames))}

    monkeypatch.setattr(worker, "time_stages", time_stages)
    return frames


def test_a_block_leaves_out_its_first_frames(taken):
    times = measure_block(None, itertools.cycle("abc"), Block("thermal", frames=3, unmeasured=2), None, None)
    assert [moment for moment, _ in taken] == ["a", "b", "c", "a", "b"]
    assert {mode for _, mode in taken} == {Mode.THERMAL}
    assert times == {"infer": [8.0, 16.0, 32.0], "total": [27.0, 81.0, 243.0]}


def test_a_block_may_last_by_the_clock(taken, monkeypatch):
    seconds = itertools.count()
    monkeypatch.setattr(worker.time, "monotonic", lambda: float(next(seconds)))
    # Begun at 0, looked at at 1, 2, 3 and 4 s after the frame that has to be.
    times = measure_block(None, itertools.cycle("abc"), Block("rgb", seconds=4.0), None, None)
    assert times["infer"] == [2.0, 4.0, 8.0, 16.0]
    assert len(taken) == 4


@pytest.mark.parametrize(
    ("executor", "plain", "mode"),
    [("torch", False, "fused"), ("eager", False, "rgb"), ("torch", True, "thermal")],
)
def test_it_measures_in_torch(model, executor, plain, mode):
    given = assignment(model, executor, plain=plain, mode=mode)
    ready, measured = measure(given, iter([Block(mode, frames=2)]))
    assert isinstance(ready, Ready)
    assert (ready.runtime, ready.precision, ready.size) == ("torch", "float32", [HEIGHT, WIDTH])
    assert ready.start_up > 0
    assert isinstance(measured, Measured)
    assert {len(durations) for durations in measured.times.values()} == {2}


def test_pictures_have_the_size_that_is_asked_for(model):
    (ready,) = measure(assignment(model, size=[48, 80]), iter(()))
    assert ready.size == [48, 80]


def test_what_cannot_be_loaded_is_refused_with_its_reason(tmp_path):
    (refusal,) = measure(assignment(tmp_path / "no.safetensors"), iter(()))
    assert isinstance(refusal, Refusal)
    assert "no.safetensors does not exist" in refusal.message
    assert not refusal.unusable


def test_a_runtime_that_is_not_there_is_called_unusable(model, monkeypatch):
    def load_segmenter(_assignment, _tell):
        raise RuntimeUnusableError("No module named 'openvino'; pip install it")

    monkeypatch.setattr(worker, "load_segmenter", load_segmenter)
    (refusal,) = measure(assignment(model, "openvino"), iter(()))
    assert refusal == Refusal("No module named 'openvino'; pip install it", unusable=True)
