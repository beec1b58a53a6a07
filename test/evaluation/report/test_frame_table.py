from __future__ import annotations

import csv

import numpy as np

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.run import Run
from csk_ros.evaluation.metrics.accuracy import Accuracy
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.frame_table import COLUMNS, write_frames
from csk_ros.evaluation.report.passage import Passage
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript

FUSED = JudgedOutput(
    stamp=5_000_000_000,
    time=0.0204,
    mode=Mode.FUSED,
    reason="both cameras ok",
    anchored=0.0,
    skew=-0.0015,
    lighting=Lighting.BRIGHT,
)
THERMAL = JudgedOutput(
    stamp=1_700_000_000_123_456_789,
    time=1.5,
    mode=Mode.THERMAL,
    reason='rgb missing, "again"',
    anchored=None,
    skew=None,
    lighting=Lighting.UNKNOWN,
)


def passage(name, *outputs, truths=()):
    run = Run(Accuracy(STREET), inputs={"rgb": [], "thermal": [0.0, 2.0]}, outputs=list(outputs))
    for output, truth, answer in truths:
        run.accuracy.add(
            output,
            output.mode,
            output.lighting,
            truth=np.array([truth], np.uint8),
            answer=np.array([answer], np.uint8),
        )
    return Passage.of(name, "a bag", run, FaultScript(), MomentAlbum(STREET))


def test_a_line_for_every_output_of_every_pass(tmp_path):
    file = tmp_path / "frames.csv"
    write_frames(
        file,
        [
            # Background 1 of 2, car 1 of 2, person 0 of 1.
            passage("as recorded", FUSED, THERMAL, truths=[(FUSED, (0, 1, 2), (0, 1, 0))]),
            passage("with faults", FUSED, truths=[(FUSED, (255, 255, 255), (0, 1, 0))]),
        ],
    )
    assert file.read_text(encoding="utf-8") == (
        "pass,stamp,seconds,mode,reason,latency,skew,lighting,pixel_accuracy,miou\n"
        "as recorded,5000000000,0.020400,fused,both cameras ok,0.020400,-0.001500,bright,0.666667,0.5\n"
        'as recorded,1700000000123456789,1.500000,thermal,"rgb missing, ""again""",,,unknown,,\n'
        "with faults,5000000000,0.020400,fused,both cameras ok,0.020400,-0.001500,bright,,\n"
    )


def test_it_reads_back(tmp_path):
    file = tmp_path / "frames.csv"
    write_frames(file, [passage("as recorded", THERMAL)])
    with file.open(newline="", encoding="utf-8") as lines:
        (line,) = csv.DictReader(lines)
    assert tuple(line) == COLUMNS
    assert line["reason"] == THERMAL.reason
    assert int(line["stamp"]) == THERMAL.stamp


def test_without_outputs_there_is_a_heading_alone(tmp_path):
    write_frames(tmp_path / "frames.csv", [passage("as recorded")])
    assert (tmp_path / "frames.csv").read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
