from __future__ import annotations

import json
import re

import cv2
import numpy as np
import pytest

from csk_ros.cli import main
from csk_ros.evaluation.offline import evaluate_sweep
from csk_ros.recording.bag_writer import BagWriter
from support.known_segmenter import moments


@pytest.fixture
def bags(tmp_path):
    """Two recordings of known pictures."""
    folder = tmp_path / "bags"
    folder.mkdir()
    for name, count in (("short", 4), ("long", 8)):
        with BagWriter(folder / name) as writer:
            for picture in moments(count, size=(48, 64)):
                writer.write(picture)
    return folder


def sweep(bags, checkpoint, out, *options):
    return main(["evaluate", "--bag", str(bags), "--model", str(checkpoint), "--out", str(out), *options])


def test_a_table_over_recordings_and_settings(bags, checkpoint, tmp_path, capsys):
    out = tmp_path / "out"
    options = ("--sweep", "rgb.time_offset=0.0,0.2", "--faults", faults(tmp_path))
    assert sweep(bags, checkpoint, out, *options) == 0
    lines = json.loads((out / "sweep.json").read_text())
    assert [_told(line) for line in lines] == [
        (str(bags / "long"), {"rgb.time_offset": 0.0}, 7),
        (str(bags / "long"), {"rgb.time_offset": 0.2}, 5),
        (str(bags / "short"), {"rgb.time_offset": 0.0}, 3),
        (str(bags / "short"), {"rgb.time_offset": 0.2}, 1),
    ]
    head, *rows = capsys.readouterr().out.splitlines()[:5]
    assert re.split(r"   +", head.strip()) == [
        *("recording", "rgb.time_offset", "outputs", "answered", "dropped", "latency p95", "worst reaction"),
        *("mIoU", "mIoU fused", "mIoU thermal", "mIoU rgb"),
    ]
    assert [row.split()[:4] for row in rows] == [
        ["long", "0.0", "8", "100.0%"],
        ["long", "0.2", "8", "100.0%"],
        ["short", "0.0", "4", "100.0%"],
        ["short", "0.2", "4", "100.0%"],
    ]


@pytest.mark.usefixtures("stderr_is_a_terminal")
def test_a_progress_bar_says_which_case_it_is_of(bags, checkpoint, tmp_path, capsys):
    options = ("--sweep", "rgb.wait=0.0,0.1", "--sweep", "thermal.format=agc8", "--faults", faults(tmp_path))
    assert sweep(bags / "short", checkpoint, tmp_path / "out", *options) == 0
    bars = {
        line.split(":")[0].strip() for line in re.split(r"[\r\n]", capsys.readouterr().err) if "%" in line
    }
    assert bars == {
        "short rgb.wait=0.0 thermal.format=agc8",
        "short rgb.wait=0.1 thermal.format=agc8",
    }


def test_what_a_case_is_warned_of_is_kept_with_its_figures(bags, checkpoint, tmp_path, capsys):
    out, options = tmp_path / "out", ("--sweep", "thermal.format=agc8,celsius32")
    for _ in range(2):
        assert sweep(bags / "short", checkpoint, out, *options) == 0
        fits, contradicts = json.loads((out / "sweep.json").read_text())
        (warning,) = contradicts["warnings"]
        assert warning.startswith("expected float32 of thermal.format celsius32, got ")
        assert warning not in fits["warnings"]
    assert capsys.readouterr().err.count(warning) == 1


def _told(line):
    return line["recording"], line["parameters"], line["outputs"]["by_mode"]["fused"]


def faults(tmp_path):
    """The first rgb picture is lost."""
    file = tmp_path / "faults.yaml"
    file.write_text("faults: [{rgb: drop, to: 0.05}]\n")
    return str(file)


def test_a_sweep_goes_on_where_it_ended(bags, checkpoint, tmp_path, monkeypatch, capsys):
    out, evaluated = tmp_path / "out", []
    evaluate_bag = evaluate_sweep.evaluate_bag

    def once(assignment):
        if len(evaluated) == 1:
            raise OSError("the disk is full")
        evaluated.append(assignment.bag.name)
        return evaluate_bag(assignment)

    monkeypatch.setattr(evaluate_sweep, "evaluate_bag", once)
    assert sweep(bags, checkpoint, out) == 2
    assert "the disk is full" in capsys.readouterr().err
    assert not (out / "sweep.json").exists()

    def rest(assignment):
        evaluated.append(assignment.bag.name)
        return evaluate_bag(assignment)

    monkeypatch.setattr(evaluate_sweep, "evaluate_bag", rest)
    assert sweep(bags, checkpoint, out) == 0
    assert evaluated == ["long", "short"]
    assert [line["outputs"]["frames"] for line in json.loads((out / "sweep.json").read_text())] == [8, 4]


def test_a_sweep_shows_one_pass(bags, checkpoint, tmp_path, capsys):
    options = ("--compare", "--faults", faults(tmp_path), "--sweep", "rgb.wait=0.1")
    assert sweep(bags, checkpoint, tmp_path / "out", *options) == 2
    assert "--compare and --sweep exclude each other" in capsys.readouterr().err
    assert sweep(bags, checkpoint, tmp_path / "out", *options[:3]) == 2
    assert "--compare shows one recording" in capsys.readouterr().err


def test_other_faults_or_another_truth_are_evaluated_anew(bags, checkpoint, tmp_path, monkeypatch):
    out, truth, evaluated = tmp_path / "out", tmp_path / "truth", []
    truth.mkdir()
    cv2.imwrite(str(truth / "1.png"), np.zeros((48, 64), np.uint8))
    evaluate_bag = evaluate_sweep.evaluate_bag

    def noted(assignment):
        evaluated.append(assignment.bag.name)
        return evaluate_bag(assignment)

    monkeypatch.setattr(evaluate_sweep, "evaluate_bag", noted)
    with_truth = ("--ground-truth", str(truth))
    for number, options in enumerate(((), (), with_truth, with_truth), start=1):
        # The ground truth is of no image's stamp.
        assert sweep(bags, checkpoint, out, *options) == (1 if options else 0)
        assert len(evaluated) == (2 if number < 3 else 4)
    cv2.imwrite(str(truth / "2.png"), np.zeros((48, 64), np.uint8))
    assert sweep(bags, checkpoint, out, *with_truth) == 1
    assert len(evaluated) == 6
    assert sweep(bags, checkpoint, out, "--faults", faults(tmp_path)) == 0
    assert len(evaluated) == 8
