from __future__ import annotations

import json

import numpy as np
import pytest

from csk_ros.demo.outputs import outputs_of, silences_of
from csk_ros.demo.summary import summarise
from csk_ros.demo.summary_table import as_table
from csk_ros.evaluation.judging.mode_span import mode_spans
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.evaluation.metrics.confusion import confusion_by_mode
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from support.demo_record import RecordMaker

SCRIPT = FaultScript.from_list([{"rgb": "drop", "from": 0.35, "to": 0.65}])


@pytest.fixture
def figures():
    """A second at 10 Hz; rgb drops out from 0.35 to 0.65 s; the frames at 0.2 and 0.8 s got no labels."""
    maker = RecordMaker()
    maker.inputs("rgb", [n / 10 for n in range(10) if not 3.5 < n < 6.5])
    maker.inputs("thermal", [n / 10 for n in range(10)])
    for number in (0, 1, 3):
        maker.output(number / 10, number / 10 + 0.04, "fused", "both cameras ok")
    for number in (4, 5, 6):
        maker.output(number / 10, number / 10 + 0.02, "thermal", "rgb missing")
    for number in (7, 9):
        maker.output(number / 10, number / 10 + 0.06, "fused", "both cameras ok")
    maker.diagnostics(
        received__rgb=7,
        received__thermal=10,
        published__fused=5,
        published__thermal=3,
        dropped__thermal__superseded=2,
        model="models/some.safetensors",
        device="cpu",
    )
    agreement = confusion_by_mode(STREET)
    agreement[Mode.FUSED].add(np.array([[0, 1, 1, 2]], np.uint8), np.array([[0, 1, 1, 1]], np.uint8))
    return figures_of(maker.end(1.0), SCRIPT, agreement)


def figures_of(record, script, agreement):
    outputs = outputs_of(record)
    spans = mode_spans(outputs, silences_of(record), record.duration)
    return summarise(record, outputs, spans, reactions(script, spans), agreement, title="a test")


def test_what_went_in_and_came_out(figures):
    assert figures["recording"] == "a test"
    assert figures["seconds"] == 1.0
    assert figures["inputs"] == {"rgb": {"frames": 7, "rate": 7.0}, "thermal": {"frames": 10, "rate": 10.0}}
    outputs = figures["outputs"]
    assert (outputs["frames"], outputs["rate"]) == (8, 7.84)
    assert outputs["by_mode"] == {"fused": 5, "thermal": 3, "rgb": 0}
    # Labels at 0.14 and at 0.34 s.
    assert outputs["longest_gap"] == 0.2


def test_the_nodes_own_account(figures):
    assert figures["node"] == {
        "model": "models/some.safetensors",
        "device": "cpu",
        "received": {"rgb": 7, "thermal": 10},
        "published": {"fused": 5, "thermal": 3},
        "dropped": {"thermal": {"superseded": 2}},
        "unaccounted": 0,
    }


def test_coverage_counts_thermal_frames_that_got_labels(figures):
    assert figures["coverage"] == {"thermal_frames": 10, "own": 0.8, "any": 0.8}


def test_modes_in_order_with_their_times(figures):
    assert figures["mode_sequence"] == ["fused", "thermal", "fused"]
    assert [(span["mode"], span["from"], span["to"]) for span in figures["modes"]] == [
        ("fused", 0.04, 0.42),
        ("thermal", 0.42, 0.76),
        ("fused", 0.76, 1.0),
    ]


def test_agreement_with_the_ground_truth(figures):
    assert figures["ground_truth"] == {
        "fused": {
            "pictures": 1,
            "mean_iou": round((1 + 2 / 3 + 0) / 3, 4),
            "iou": {"background": 1.0, "car": 0.6667, "person": 0.0},
        }
    }


def test_ground_truth_that_says_nothing_or_is_of_another_label_set_gives_no_figures():
    agreement = confusion_by_mode(STREET)
    agreement[Mode.RGB].add(np.full((1, 2), 255, np.uint8), np.zeros((1, 2), np.uint8))
    agreement[Mode.FUSED].add(np.ones((1, 2), np.uint8), np.ones((1, 2), np.uint8))
    record = RecordMaker().inputs("thermal", [0.0, 0.1]).output(0.0, 0.05, "fused", "ok").end(1.0)
    figures = figures_of(record, SCRIPT, agreement)
    assert figures["ground_truth"] == {"fused": {"pictures": 1, "mean_iou": 1.0, "iou": {"car": 1.0}}}
    record.truth_error = "ground truth has the ids [9]"
    assert figures_of(record, SCRIPT, agreement)["ground_truth"] == {}


def test_the_table_is_made_of_the_file_alone(figures):
    table = as_table(json.loads(json.dumps(figures)))
    assert table.splitlines() == [
        "  a test, 1.0 s; models/some.safetensors on cpu",
        "",
        "               frames      rate",
        "  rgb in            7    7.0 Hz",
        "  thermal in       10   10.0 Hz",
        "  labels out        8    7.8 Hz",
        "",
        "  mode      outputs   latency p50     p95    mIoU",
        "  fused           5         40 ms   60 ms   0.556",
        "  thermal         3         20 ms   20 ms       -",
        "  rgb             0             -       -       -",
        "  all             8         40 ms   60 ms",
        "",
        "  coverage",
        "  moments with labels                        80.0%",
        "  thermal frames with labels of their own    80.0%",
        "  longest time without labels               0.20 s",
        "",
        "  drops                 frames",
        "  thermal, superseded        2",
        "",
        "  fault             from       to   answer     after   then     after",
        "  rgb no frames   0.35 s   0.65 s   thermal   0.07 s   fused   0.11 s",
        "",
        "    from       to   mode      reason",
        "  0.04 s   0.42 s   fused     both cameras ok",
        "  0.42 s   0.76 s   thermal   rgb missing",
        "  0.76 s   1.00 s   fused     both cameras ok",
    ]


def test_in_rgb_mode_a_thermal_frame_counts_if_labels_of_its_moment_came():
    maker = RecordMaker().inputs("thermal", [0.0, 0.1, 0.2, 0.3]).inputs("rgb", [0.02, 0.12, 0.22, 0.32])
    for taken in (0.02, 0.12):
        maker.output(taken, taken + 0.01, "rgb", "thermal frozen")
    figures = figures_of(maker.end(0.4), SCRIPT, confusion_by_mode(STREET))
    assert figures["coverage"] == {"thermal_frames": 4, "own": 0.0, "any": 0.5}


def test_labels_of_rgb_are_not_thermals_own_be_their_stamps_the_same():
    maker = RecordMaker().inputs("thermal", [0.0, 0.1, 0.2, 0.3]).inputs("rgb", [0.0, 0.1, 0.2, 0.3])
    maker.output(0.0, 0.05, "fused", "both cameras ok")
    for taken in (0.1, 0.2, 0.3):
        maker.output(taken, taken + 0.01, "rgb", "thermal frozen")
    figures = figures_of(maker.end(0.4), SCRIPT, confusion_by_mode(STREET))
    assert figures["coverage"] == {"thermal_frames": 4, "own": 0.25, "any": 1.0}


def test_what_never_came_is_said_to_be_missing():
    maker = RecordMaker().inputs("rgb", [0.0, 0.1]).output(0.0, 0.05, "rgb", "thermal missing")
    figures = figures_of(
        maker.diagnostics(dropped__rgb__step=1, received__thermal=3).end(1.0),
        SCRIPT,
        confusion_by_mode(STREET),
    )
    assert figures["coverage"] == {"thermal_frames": 0, "own": None, "any": None}
    assert figures["faults"][0]["reaction"] is None
    assert figures["ground_truth"] == {}
    table = as_table(figures)
    assert "never" in table
    assert "thermal, unaccounted for        3" in table
    assert "rgb, step                       1" in table
