"""What a line of a sweep says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csk_ros.evaluation.offline.sweep import Case
from csk_ros.evaluation.offline.sweep_table import sweep_table


def figures(*faults, p95=62.4):
    accuracy = {"miou": 0.51234}
    return {
        "outputs": {"frames": 40},
        "coverage": {"answered": 0.975},
        "dropped": {"thermal": {"superseded": 2, "late stamp": 1}},
        "latency": {"all": None if p95 is None else {"p95": p95}},
        "faults": [
            {"reaction": reaction, "reaction_due": True, "return": back, "return_due": is_due}
            for reaction, back, is_due in faults
        ],
        "ground_truth": {
            "all": accuracy,
            "modes": {"fused": {"all": accuracy}, "thermal": {"all": {"miou": 0.25}}, "rgb": {"all": None}},
        },
    }


def cells(line):
    return re.split(r"   +", line.strip())


@pytest.mark.parametrize(
    ("faults", "worst"),
    [
        ([], "-"),
        ([(0.25, 0.5, True)], "0.50 s"),
        ([(0.25, None, False), (0.75, 0.5, True)], "0.75 s"),
        ([(0.25, 0.5, True), (None, 0.5, True)], "never"),
    ],
)
def test_every_figure_says_what_it_is(faults, worst):
    head, line = sweep_table([(Case(Path("street"), {"rgb.wait": 0.1}), figures(*faults))]).splitlines()
    assert dict(zip(cells(head), cells(line), strict=True)) == {
        "recording": "street",
        "rgb.wait": "0.1",
        "outputs": "40",
        "answered": "97.5%",
        "dropped": "3",
        "latency p95": "62 ms",
        "worst reaction": worst,
        "mIoU": "0.512",
        "mIoU fused": "0.512",
        "mIoU thermal": "0.250",
        "mIoU rgb": "-",
    }


def test_what_there_is_not_is_a_dash():
    nothing = figures(p95=None) | {"ground_truth": None, "coverage": {"answered": None}}
    _, line = sweep_table([(Case(Path("street"), {}), nothing)]).splitlines()
    assert cells(line) == ["street", "40", "-", "3", *("-" for _ in range(6))]
