"""Known figures for the tests of tables and files."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.protocol import Ready
from csk_ros.benchmark.stage_benchmark import RuntimeFigures, StageFigures
from csk_ros.benchmark.summary import Summary
from csk_ros.mode import Mode


def ready(runtime="torch", precision="float32", **changes):
    fields = {"device": "cpu", "start_up": 1.25, "size": [480, 640], "publishes": True, "notes": []}
    return Ready(runtime=runtime, precision=precision, **{**fields, **changes})


def flat(infer, total):
    """Of two stages; p95 and p99 are a tenth and a fifth above the median."""
    return {
        stage: Summary(median, median * 1.1, median * 1.2)
        for stage, median in (("infer", infer), ("total", total))
    }


@pytest.fixture
def stage_figures():
    torch = RuntimeFigures(ready(), 512.4, {Mode.FUSED: flat(40.0, 50.0), Mode.THERMAL: flat(20.0, 24.0)})
    return StageFigures({"torch": torch}, {"openvino": "it is not installed"})
