"""The table of a known comparison."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.comparison import Comparison, Side
from csk_ros.benchmark.comparison_table import as_tables
from csk_ros.benchmark.configuration import Configuration
from csk_ros.benchmark.protocol import Ready
from csk_ros.benchmark.ratio import Ratio
from csk_ros.benchmark.summary import Summary


def side(text, runtime, precision, infer, total):
    word = Ready(runtime, precision, "cpu", 1.0, [480, 640], publishes=True, notes=[])
    times = {stage: Summary(value, value, value) for stage, value in (("infer", infer), ("total", total))}
    return Side(Configuration.parse(text), word, times)


@pytest.fixture
def comparison():
    return Comparison(
        (
            side("openvino/fused", "openvino", "bfloat16", 20.0, 22.0),
            side("eager/fused", "torch", "float32", 80.0, 84.0),
        ),
        {"infer": Ratio(0.25, 0.2, 0.4), "total": Ratio(0.26, 0.25, 0.27)},
    )


def test_both_sides_and_both_ratios_are_shown(comparison):
    lines = [" ".join(line.split()) for line in as_tables(comparison).splitlines()]
    assert "openvino/fused openvino bfloat16 20.00 22.00 1.10" in lines
    assert "eager/fused torch float32 80.00 84.00 1.05" in lines
    assert "infer 0.250 0.200 to 0.400 4.000 2.500 to 5.000" in lines
    assert "total 0.260 0.250 to 0.270 3.846 3.704 to 4.000" in lines


def test_the_file_has_the_first_sides_ratio_to_the_second(comparison):
    figures = comparison.figures()
    assert figures["ratios"]["infer"] == {"median": 0.25, "lower": 0.2, "upper": 0.4}
    first = figures["configurations"][0]
    assert (first["configuration"], first["precision"], first["pictures"]) == (
        "openvino/fused",
        "bfloat16",
        "640x480",
    )
    assert first["total_over_infer"] == pytest.approx(1.1)
    assert first["stages"]["infer"] == {"median": 20.0, "p95": 20.0, "p99": 20.0}
