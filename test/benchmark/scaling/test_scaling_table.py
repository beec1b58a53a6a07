"""The tables and the file of a known scaling."""

from __future__ import annotations

import json

from csk_ros.benchmark.scaling.scaling_table import as_tables


def test_every_figure_stands_in_its_place(scaling):
    assert [" ".join(line.split()) for line in as_tables(scaling).splitlines()] == [
        "pictures classes mode infer ms total ms total p95 total/infer",
        "320x256 4 fused 10.00 11.00 12.00 1.10",
        "320x256 4 thermal 5.00 6.00 7.00 1.20",
        "640x480 4 fused 40.00 41.00 42.00 1.02",
        "640x480 4 thermal 20.00 21.00 22.00 1.05",
        "",
        "pictures classes mode infer ms total ms total p95 total/infer",
        "640x480 4 fused 40.00 41.00 42.00 1.02",
        "640x480 4 thermal 20.00 21.00 22.00 1.05",
        "640x480 30 fused 44.00 45.00 46.00 1.02",
        "640x480 30 thermal 22.00 23.00 24.00 1.05",
        "",
        "processes mode frames/s each frames/s together",
        "1 fused 25.0 25.0",
        "1 thermal 48.0 48.0",
        "2 fused 15.0 30.0",
        "2 thermal 30.5 61.0",
    ]


def test_the_file_holds_all_of_it(scaling):
    figures = json.loads(json.dumps(scaling.figures()))
    assert (figures["runtime"], figures["precision"]) == ("openvino", "bfloat16")
    assert [point["size"] for point in figures["resolution"]] == ["320x256", "640x480"]
    assert [point["classes"] for point in figures["classes"]] == [4, 30]
    thermal = figures["resolution"][0]["modes"]["thermal"]
    assert thermal["stages"]["total"] == {"median": 6.0, "p95": 7.0, "p99": 8.0}
    assert figures["instances"][2] == {"instances": 2, "mode": "fused", "rates": [14.0, 16.0], "total": 30.0}
