"""How much a scaling run announces, and what it measures."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from csk_ros.benchmark.benchmark_model import BenchmarkModel
from csk_ros.benchmark.protocol import Measured, Ready
from csk_ros.benchmark.scaling import scaling
from csk_ros.benchmark.scaling.scaling import CLASSES, CROWDS, MODES, SIZES, STEPS, measure_scaling


def test_every_step_is_measured_and_announced(monkeypatch):
    """The workers answer at once: a frame takes a class in ms in fused, and a pixel row in thermal."""
    made = []

    @contextmanager
    def random_model(_backbone, classes, size):
        made.append((size, classes))
        yield BenchmarkModel("random", Path(f"{classes}/{size[0]}"))

    class Worker:
        def __init__(self, assignment, _cache):
            classes, rows = Path(assignment.model).parts
            self.times = {"fused": float(classes), "thermal": float(rows)}

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def ready(self):
            return Ready("openvino", "bfloat16", "cpu", 1.0, [480, 640], publishes=True, notes=[])

        def start(self, block):
            self.block = block

        def result(self):
            time = self.times[self.block.mode]
            return Measured(
                {"infer": [time / 2] * self.block.frames, "total": [time] * self.block.frames}, None
            )

        def measure(self, block):
            self.start(block)
            return self.result()

    monkeypatch.setattr(scaling, "random_model", random_model)
    monkeypatch.setattr(scaling, "WorkerProcess", Worker)
    steps = []
    found = measure_scaling(threads=None, progress=lambda _, count: steps.append(count))

    assert sum(steps) == STEPS
    assert len(made) == len(set(made)) == len(SIZES) + len(CLASSES) - 1
    fused, thermal = MODES
    assert [point.modes[thermal]["total"].median for point in found.sizes] == [size[0] for size in SIZES]
    assert [point.modes[fused]["infer"].median for point in found.classes] == [n / 2 for n in CLASSES]
    assert [crowd.number for crowd in found.crowds] == [n for n in CROWDS for _ in MODES]
    assert (found.runtime, found.precision) == ("openvino", "bfloat16")
