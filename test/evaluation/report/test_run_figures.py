from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.mode_span import Silence, mode_spans
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.evaluation.judging.run import Run
from csk_ros.evaluation.judging.truth_count import TruthCount
from csk_ros.evaluation.metrics.accuracy import Accuracy
from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.offline.offline_run import OfflineRun
from csk_ros.evaluation.report.run_figures import run_figures
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from csk_ros.stream.frame_ledger import FrameCounts
from csk_ros.stream.stream_pipeline import StreamSettings
from support.known_segmenter import KnownSegmenter, moments


def output(time, mode, *, anchored, skew=None, lighting=Lighting.BRIGHT):
    return JudgedOutput(
        stamp=round(anchored * 1e9),
        time=time,
        mode=mode,
        reason=f"{mode} it is",
        anchored=anchored,
        skew=skew,
        lighting=lighting,
    )


def ids(*values):
    return np.array([values], np.uint8)


def figures_of(run, *faults):
    """The figures, after a way through JSON that changes nothing."""
    script = FaultScript.from_list(list(faults))
    spans = mode_spans(run.outputs, run.silences, run.duration)
    figures = run_figures(run, spans, reactions(script, spans))
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    return figures


@pytest.fixture
def run():
    """0.4 s at 10 Hz; rgb ends after 0.2 s, and the last thermal frame was not answered."""
    run = Run(
        Accuracy(STREET),
        inputs={"rgb": [0.0, 0.1, 0.2], "thermal": [0.0, 0.1, 0.2, 0.3, 0.4]},
        outputs=[
            output(0.02, Mode.FUSED, anchored=0.0, skew=0.001),
            output(0.13, Mode.FUSED, anchored=0.1, skew=-0.003),
            output(0.24, Mode.RGB, anchored=0.2, lighting=Lighting.UNKNOWN),
            output(0.35, Mode.THERMAL, anchored=0.3, lighting=Lighting.DARK),
        ],
        silences=[Silence(0.37, "thermal missing, rgb missing")],
        counts=FrameCounts(
            received=Counter(rgb=5, thermal=5),
            published=Counter({Mode.FUSED: 2, Mode.RGB: 1, Mode.THERMAL: 1}),
            dropped=Counter({("thermal", "superseded"): 1, ("rgb", "truncated"): 2, ("thermal", "late"): 1}),
        ),
        truth=TruthCount(stamps=set(range(5))),
    )
    first, second = run.outputs[:2]
    run.accuracy.add(first, first.mode, Lighting.BRIGHT, truth=ids(0, 1, 1), answer=ids(0, 1, 2))
    run.accuracy.add(second, second.mode, Lighting.DARK, truth=ids(2, 2, 255), answer=ids(2, 2, 3))
    return run


def test_what_went_in_and_came_out(run):
    figures = figures_of(run)
    assert figures["seconds"] == 0.4
    # Two periods without rgb at the end are no gap yet.
    assert figures["inputs"] == {"rgb": {"frames": 3, "rate": 10.0}, "thermal": {"frames": 5, "rate": 10.0}}
    assert figures["outputs"] == {
        "frames": 4,
        # One comes every 0.11 s.
        "rate": 9.09,
        "by_mode": {"fused": 2, "thermal": 1, "rgb": 1},
        "by_lighting": {"bright": 2, "dark": 1, "unknown": 1},
        "longest_gap": 0.11,
    }
    # The rgb output answers the thermal frame of its moment, but is not its own.
    assert figures["coverage"] == {"thermal_frames": 5, "own": 3, "missed": 2, "answered": 0.8}


def test_drops_are_those_of_the_node_by_camera_and_reason(run):
    dropped = figures_of(run)["dropped"]
    assert dropped == {"rgb": {"truncated": 2}, "thermal": {"late": 1, "superseded": 1}}
    assert list(dropped["thermal"]) == ["late", "superseded"]


def test_times_between_pictures_and_outputs(run):
    figures = figures_of(run)
    assert figures["latency"]["fused"] == {"p50": 25.0, "p95": 29.5, "max": 30.0}
    # 20 30 40 50 in all.
    assert figures["latency"]["all"] == {"p50": 35.0, "p95": 48.5, "max": 50.0}
    # The time between outputs is 110 ms, that between their stamps 100 ms.
    assert figures["jitter"] == {"p50": 10.0, "p95": 10.0, "max": 10.0}
    assert figures["skew"] == {"min": -3.0, "p50": -1.0, "max": 1.0}


def test_modes_and_their_times(run):
    figures = figures_of(run)
    assert figures["time_in_mode"] == {"fused": 0.22, "thermal": 0.02, "rgb": 0.11, "none": 0.03}
    assert figures["mode_sequence"] == ["fused", "rgb", "thermal", "none"]
    assert [(span["mode"], span["from"], span["to"]) for span in figures["modes"]] == [
        ("fused", 0.02, 0.24),
        ("rgb", 0.24, 0.35),
        ("thermal", 0.35, 0.37),
        ("none", 0.37, 0.4),
    ]


def test_accuracy_by_mode_and_lighting(run):
    truth = figures_of(run)["ground_truth"]
    assert (truth["pictures"], truth["compared"]) == (5, 2)
    assert truth["classes"] == list(STREET.classes)
    # Background 1 of 1, car 1 of 2, person 2 of 3.
    assert truth["all"]["iou"] == {"background": 1.0, "car": 0.5, "person": 0.6667, "bike": None}
    assert truth["all"]["miou"] == round((1 + 1 / 2 + 2 / 3) / 3, 4)
    assert truth["all"]["pixel_accuracy"] == 0.8
    assert list(truth["modes"]) == ["fused", "thermal", "rgb"]
    fused = truth["modes"]["fused"]
    assert fused["all"] == truth["all"]
    assert (fused["bright"]["pictures"], fused["bright"]["pixel_accuracy"]) == (1, 0.6667)
    assert (fused["dark"]["pictures"], fused["dark"]["pixel_accuracy"]) == (1, 1.0)
    nothing = {"all": None, "bright": None, "dark": None, "unknown": None}
    assert fused["unknown"] is None
    assert truth["modes"]["thermal"] == truth["modes"]["rgb"] == nothing


def test_faults_are_told_with_what_they_brought(run):
    (rgb, thermal) = figures_of(
        run, {"rgb": "drop", "from": 0.3}, {"thermal": "drop", "from": 0.1, "to": 0.25}
    )["faults"]
    assert (rgb["from"], rgb["to"], rgb["expected"], rgb["reaction"]) == (0.3, None, "thermal", 0.05)
    assert (rgb["expected_afterwards"], rgb["return"]) == (None, None)
    assert (thermal["from"], thermal["to"]) == (0.1, 0.25)
    assert (thermal["expected"], thermal["reaction"]) == ("rgb", 0.14)


def test_without_truth_the_agreement_is_told_instead(run):
    run.truth = TruthCount()
    run.agreement = Confusion(STREET)
    run.agreement.add(ids(0, 1, 1, 2), ids(0, 1, 2, 2))
    figures = figures_of(run)
    assert figures["ground_truth"] is None
    assert figures["agreement"] == {
        "pictures": 1,
        "pixels": 0.75,
        "miou": round((1 + 1 / 2 + 1 / 2) / 3, 4),
        "iou": {"background": 1.0, "car": 0.5, "person": 0.5, "bike": None},
    }


def test_of_nothing_at_all_there_is_nothing_to_tell():
    figures = figures_of(Run(Accuracy(STREET), Confusion(STREET)))
    assert figures["seconds"] == 0.0
    assert figures["inputs"]["thermal"] == {"frames": 0, "rate": None}
    assert figures["outputs"]["rate"] is None
    assert figures["coverage"] == {"thermal_frames": 0, "own": 0, "missed": 0, "answered": None}
    assert (figures["jitter"], figures["skew"], figures["ground_truth"]) == (None, None, None)
    assert figures["agreement"] == {
        "pictures": 0,
        "pixels": None,
        "miou": None,
        "iou": dict.fromkeys(STREET.classes),
    }


def play(pictures, *faults, **options):
    run = OfflineRun(KnownSegmenter(), StreamSettings(), **options)
    return run.play(FaultScript.from_list(list(faults)).apply(pictures))


def test_a_recording_without_truth_is_told_of():
    run = play((each for each in moments(5) if each.stream != "labels"), agree=True)
    figures = figures_of(run)
    assert figures["ground_truth"] is None
    # Thermal alone says 0 in the first of six rows.
    assert (figures["agreement"]["pictures"], figures["agreement"]["pixels"]) == (5, round(5 / 6, 4))


def test_a_recording_that_brings_no_output_is_told_of():
    faults = [{"thermal": "unstamp"}, {"rgb": "truncate"}]
    figures = figures_of(play(moments(10), *faults), *faults)
    assert figures["outputs"]["frames"] == 0
    assert figures["outputs"]["longest_gap"] == figures["seconds"] == 0.9
    assert figures["coverage"] == {"thermal_frames": 10, "own": 0, "missed": 10, "answered": 0.0}
    assert figures["dropped"] == {"rgb": {"truncated": 10}, "thermal": {"zero stamp": 10}}
    assert figures["latency"] == {"all": None, "fused": None, "thermal": None, "rgb": None}
    assert (figures["ground_truth"]["pictures"], figures["ground_truth"]["compared"]) == (10, 0)
    assert figures["ground_truth"]["all"] is None


def test_truth_that_labels_nothing_is_told_of():
    pictures = list(moments(4))
    for each in pictures:
        if each.stream == "labels":
            each.image[:] = 255
    truth = figures_of(play(pictures))["ground_truth"]
    assert (truth["pictures"], truth["compared"]) == (4, 4)
    assert truth["all"]["miou"] is truth["all"]["pixel_accuracy"] is None
    assert truth["all"]["iou"] == dict.fromkeys(STREET.classes)
    assert truth["modes"]["fused"]["bright"]["pictures"] == 4


def test_a_fault_without_an_end_is_told_of():
    fault = {"rgb": "drop", "from": 1.0}
    figures = figures_of(play(moments(20), fault), fault)
    (told,) = figures["faults"]
    assert (told["from"], told["to"], told["expected"], told["return"]) == (1.0, None, "thermal", None)
    # The first frame without rgb waits for it for 50 ms.
    assert told["reaction"] == 0.05
    assert figures["mode_sequence"] == ["fused", "thermal"]
