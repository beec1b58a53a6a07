"""The tables of known figures."""

from __future__ import annotations

from dataclasses import replace

from csk_ros.benchmark.stage_table import NO_ROS, as_tables


def test_every_figure_stands_in_its_place(stage_figures):
    lines = [" ".join(line.split()) for line in as_tables(stage_figures).splitlines()]
    assert lines == [
        "runtime precision device first answer peak memory",
        "torch float32 cpu 1.2 s 512 MiB",
        "",
        "runtime mode ms decode align preprocess infer postprocess publish total total/infer",
        "torch fused median - - - 40.00 - - 50.00 1.25",
        "p95 - - - 44.00 - - 55.00",
        "p99 - - - 48.00 - - 60.00",
        "torch thermal median - - - 20.00 - - 24.00 1.20",
        "p95 - - - 22.00 - - 26.40",
        "p99 - - - 24.00 - - 28.80",
        "openvino is left out: it is not installed",
    ]


def test_what_is_missing_is_said(stage_figures):
    torch = stage_figures.runtimes["torch"]
    bare = replace(torch, memory=None, ready=replace(torch.ready, publishes=False, notes=["exported once"]))
    lines = as_tables(replace(stage_figures, runtimes={"torch": bare}, left_out={})).splitlines()
    assert lines[1].split() == ["torch", "float32", "cpu", "1.2", "s", "-"]
    assert lines[-2:] == [NO_ROS, "  torch: exported once"]
