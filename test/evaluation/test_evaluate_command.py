"""`python -m csk_ros evaluate` on small bags: its three files say the same."""

from __future__ import annotations

from html import escape

import numpy as np
import pytest

from csk_ros.evaluation.metrics.rounded import rounded
from csk_ros.labels import STREET
from support.bag_files import write_bag
from support.evaluation_report import FILES
from support.labelled_street import BEGIN, ENCODINGS, MOMENTS, MS, SIZE, messages, street
from support.set_iou import iou_of_sets


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    file = tmp_path_factory.mktemp("faults") / "faults.yaml"
    file.write_text("faults: [{rgb: drop, from: 0.45}]", encoding="utf-8")
    return file


def test_the_head_tells_what_was_evaluated(plain, bag, checkpoint):
    head = {name: value for name, value in plain.figures.items() if name not in {"passes", "warnings"}}
    assert head == {
        "recording": str(bag),
        "topics": {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"},
        "model": str(checkpoint),
        "parameters": {},
        "inference_time": 0.0,
    }
    assert list(plain.figures["passes"]) == ["as recorded"]
    assert plain.only["script"] == []


def test_what_contradicts_the_declared_format_stands_in_the_report(compared, evaluate, bag, tmp_path):
    (warning,) = compared.figures["warnings"]
    assert warning.startswith("expected uint8 of thermal.format agc8, got uint16 from ")
    assert f">{escape(warning)}<" in (compared.folder / "report.html").read_text(encoding="utf-8")
    file = tmp_path / "params.yaml"
    file.write_text("/**:\n  ros__parameters:\n    thermal.format: counts\n", encoding="utf-8")
    right = evaluate(bag, "--params-file", file)
    assert right.figures["warnings"] == []
    assert "thermal.format agc8" not in (right.folder / "report.html").read_text(encoding="utf-8")


def test_every_pair_is_answered_as_the_network_answers_it(plain, segmenter):
    assert plain.only["outputs"]["by_mode"] == {"fused": MOMENTS, "thermal": 0, "rgb": 0}
    by_stream = {stream: [each.image for each in street() if each.stream == stream] for stream in ENCODINGS}
    answers = [segmenter(*pair).labels for pair in zip(by_stream["rgb"], by_stream["thermal"], strict=True)]
    truth, answer = np.concatenate(by_stream["labels"]), np.concatenate(answers)
    expected = iou_of_sets(truth, answer, STREET)
    found = plain.only["ground_truth"]["all"]
    assert len([iou for iou in expected.values() if iou > 0]) > 1
    assert found["iou"] == {name: rounded(iou) for name, iou in expected.items()}
    labelled = truth != 255
    assert found["pixel_accuracy"] == round(float((truth == answer)[labelled].mean()), 4)
    assert np.sum(found["confusion"]) == labelled.sum() == MOMENTS * (SIZE[0] - 1) * SIZE[1]


def test_the_lines_of_the_frames_add_up_to_the_figures(plain):
    figures = plain.only
    assert len(plain.frames) == figures["outputs"]["frames"] == MOMENTS
    assert [int(line["stamp"]) for line in plain.frames] == [BEGIN + n * 100 * MS for n in range(MOMENTS)]
    assert {line["pass"] for line in plain.frames} == {"as recorded"}
    assert {(line["mode"], line["reason"]) for line in plain.frames} == {("fused", "both cameras ok")}
    # Seconds count from the first picture, which is rgb and comes 3 ms before thermal.
    assert [float(line["seconds"]) for line in plain.frames] == [
        pytest.approx(0.003 + number / 10) for number in range(MOMENTS)
    ]
    assert {(line["latency"], line["skew"]) for line in plain.frames} == {("0.000000", "0.000000")}
    lightings = [line["lighting"] for line in plain.frames]
    assert {light: lightings.count(light) for light in ("bright", "dark", "unknown")} == figures["outputs"][
        "by_lighting"
    ]
    # Every frame has as many labelled pixels as any other.
    mean = np.mean([float(line["pixel_accuracy"]) for line in plain.frames])
    assert figures["ground_truth"]["all"]["pixel_accuracy"] == pytest.approx(mean, abs=1e-4)


def test_the_table_shows_the_figures(plain, bag):
    lines = plain.out.splitlines()
    assert lines[0] == f"  {bag}, as recorded: 0.903 s, 10 rgb and 10 thermal frames"
    rows = {cells[0]: cells[1:] for cells in map(str.split, lines) if cells}
    everything = plain.only["ground_truth"]["all"]
    told = [f"{everything[key]:.3f}" for key in ("miou", "pixel_accuracy")]
    assert rows["all"] == ["0.9", "s", "10", "0", "ms", "0", "ms", "10", *told, "-", "-"]
    assert rows["fused"][2:9] == ["10", "0", "ms", "0", "ms", "10", *told[:1]]
    assert "  labels came for 100.0% of the thermal frames, from whichever camera" in lines
    assert any(line.startswith("  latency is the wait for rgb alone") for line in lines)
    assert lines[-1] == f"  {plain.folder}: report.html, report.json, frames.csv"


def test_the_page_names_the_recording(plain, bag):
    assert bag.name in (plain.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compared(evaluate, bag, faults):
    """The report of the bag with and without faults."""
    return evaluate(bag, "--faults", faults, "--compare")


def test_the_same_input_gives_the_same_bytes(compared, evaluate, bag, faults):
    again = evaluate(bag, "--faults", faults, "--compare")
    for name in FILES:
        assert (again.folder / name).read_bytes() == (compared.folder / name).read_bytes(), name


def test_compare_sets_the_recording_beside_what_the_faults_make_of_it(plain, compared, evaluate, bag, faults):
    before, after = compared.figures["passes"].values()
    assert list(compared.figures["passes"]) == ["as recorded", "with faults"]
    assert before == plain.only
    assert after == evaluate(bag, "--faults", faults).only
    assert after["script"] == ["rgb drop from 0.45 s to the end"]
    assert after["outputs"]["by_mode"] == {"fused": 5, "thermal": 5, "rgb": 0}
    assert after["mode_sequence"] == ["fused", "thermal"]
    assert after["ground_truth"]["modes"]["thermal"]["all"]["pictures"] == 5
    assert [(line["pass"], line["mode"]) for line in compared.frames] == (
        [("as recorded", "fused")] * 10 + [("with faults", "fused")] * 5 + [("with faults", "thermal")] * 5
    )
    assert [line.split(": ")[0] for line in compared.out.splitlines() if " rgb and " in line] == [
        f"  {bag}, as recorded",
        f"  {bag}, with faults",
    ]
    assert "  rgb drop from 0.45 s to the end" in compared.out


def test_a_params_file_takes_effect_and_is_told(evaluate, bag, tmp_path):
    file = tmp_path / "params.yaml"
    file.write_text(
        "/**:\n  ros__parameters:\n    rgb: {dark_level: 255.0}\n    use_sim_time: true\n", encoding="utf-8"
    )
    report = evaluate(bag, "--params-file", file)
    assert report.figures["parameters"] == {"rgb.dark_level": 255.0}
    assert report.only["outputs"]["by_mode"] == {"fused": 0, "thermal": MOMENTS, "rgb": 0}
    assert {line["reason"] for line in report.frames} == {"rgb dark"}


def test_of_two_params_files_the_later_counts(evaluate, bag, tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("/**: {ros__parameters: {rgb.dark_level: 255.0, rgb.wait: 0.2}}", encoding="utf-8")
    second.write_text("/**: {ros__parameters: {rgb.dark_level: 0.0}}", encoding="utf-8")
    report = evaluate(bag, "--params-file", first, "--params-file", second)
    assert report.figures["parameters"] == {"rgb.dark_level": 0.0, "rgb.wait": 0.2}


def test_the_namespace_says_which_robots_parameters_count_and_what_is_left_out_is_told(
    evaluate, bag, tmp_path, capsys
):
    file = tmp_path / "robots.yaml"
    file.write_text(
        "/a/segmentation: {ros__parameters: {rgb.dark_level: 255.0}}\n"
        "/b:\n  segmentation: {ros__parameters: {rgb.dark_level: 0.0}}\n"
        "/**: {ros__parameters: {rate: 5}}\n",
        encoding="utf-8",
    )
    report = evaluate(bag, "--params-file", file, "--namespace", "/a")
    assert report.figures["parameters"] == {"rgb.dark_level": 255.0}
    report = evaluate(bag, "--params-file", file, "--namespace", "b")
    assert report.figures["parameters"] == {"rgb.dark_level": 0.0}
    left_out = f"csk_ros evaluate: {file}: rate is no parameter of segmentation, and is left out\n"
    assert capsys.readouterr().err.count(left_out) == 2


def test_without_rgb_alone_a_fault_of_thermal_is_expected_to_silence_the_node(evaluate, bag, tmp_path):
    file, faults = tmp_path / "params.yaml", tmp_path / "faults.yaml"
    file.write_text("/**: {ros__parameters: {fallback.allow_rgb: false}}", encoding="utf-8")
    faults.write_text("faults: [{thermal: drop, from: 0.45}]", encoding="utf-8")
    (fault,) = evaluate(bag, "--params-file", file, "--faults", faults).only["faults"]
    assert fault["expected"] == "none"
    (fault,) = evaluate(bag, "--faults", faults).only["faults"]
    assert fault["expected"] == "rgb"


def test_a_topic_that_could_be_ground_truth_is_named_if_there_is_none(evaluate, tmp_path):
    topics = {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/annotation"}
    bag = write_bag(tmp_path / "annotated", messages(street(), topics))
    told = "picture topics not used: /annotation; --ground-truth /annotation?"
    assert evaluate(bag).figures["warnings"].count(told) == 1
    report = evaluate(bag, "--ground-truth", "/annotation")
    assert told not in report.figures["warnings"]
    assert report.figures["topics"]["labels"] == "/annotation"


def test_the_time_of_the_network_leaves_frames_out(evaluate, bag):
    report = evaluate(bag, "--inference-time", 0.25)
    assert report.figures["inference_time"] == 0.25
    # While one is under way, the newest takes the place of the one before it.
    assert [(int(line["stamp"]) - BEGIN) // (100 * MS) for line in report.frames] == [0, 2, 4, 7, 9]
    assert float(report.frames[0]["latency"]) == 0.25
    assert report.only["dropped"]["thermal"] == {"superseded": 5}
    assert report.only["latency"]["all"]["max"] == 350.0
