"""`python -m csk_ros degrade` on tiny data, against counting by other means, and what it refuses."""

from __future__ import annotations

import argparse
import json
import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.cli import main
from csk_ros.evaluation.degradation.command import add_arguments
from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.labels import STREET
from csk_ros.recording.picture_damage import cover
from support.set_iou import iou_of_sets

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.segmenter import Segmenter

NAMES = ("00001D", "00002N", "00003D")


class Call:
    """A call of the command on a copy of the tiny data, which a test may spoil."""

    def __init__(self, root: Path, model: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.options = {
            "--rgb": root / "vi",
            "--thermal": root / "ir",
            "--labels": root / "labels",
            "--model": model,
            "--faults": "cover,rotate",
            "--out": self.out,
            "--device": "cpu",
        }

    def run(self) -> int:
        return main(["degrade", *(str(word) for option in self.options.items() for word in option)])


@pytest.fixture
def call(data: Path, tmp_path: Path, checkpoint: Path) -> Call:
    return Call(shutil.copytree(data / "pairs", tmp_path / "pairs"), checkpoint)


def miou(segmenter: Segmenter, call: Call, harm, *, rgb: bool = True, thermal: bool = True) -> float:
    """From the files and the segmenter's answers alone."""
    truths, answers = [], []
    for name in NAMES:
        colour = harm(cv2.imread(str(call.root / f"vi/{name}.jpg"))[..., ::-1])
        warmth = cv2.imread(str(call.root / f"ir/{name}.png"), cv2.IMREAD_UNCHANGED)
        truths.append(cv2.imread(str(call.root / f"labels/{name}.png"), cv2.IMREAD_UNCHANGED))
        answers.append(segmenter(colour if rgb else None, warmth if thermal else None).labels)
    found = iou_of_sets(np.concatenate(truths), np.concatenate(answers), STREET)
    return round(float(np.nanmean(list(found.values()))), 4)


def test_files_and_terminal_tell_the_figures(segmenter: Segmenter, call: Call, capsys):
    assert call.run() == 0
    figures = json.loads((call.out / "degradation.json").read_text(encoding="utf-8"))
    assert (figures["pictures"], figures["model"]) == (3, str(call.options["--model"]))
    assert figures["limits"] == {"dark_level": 3.0, "glare_share": 0.4, "flat_contrast": 2.0}
    assert figures["thermal"] == miou(segmenter, call, lambda rgb: rgb, rgb=False)
    assert list(figures["kinds"]) == ["cover", "rotate"]

    covered = figures["kinds"]["cover"]
    assert (covered["unit"], covered["limit"]) == ("level", "flat_contrast")
    assert [point["severity"] for point in covered["points"]] == [None, *KINDS["cover"].severities]
    for point in covered["points"]:
        level = point["severity"]

        def harm(rgb, level=level):
            return rgb if level is None else cover(rgb, level, 0)

        assert point["fused"] == miou(segmenter, call, harm)
        assert point["rgb"] == miou(segmenter, call, harm, thermal=False)
        assert point["difference"] == pytest.approx(point["fused"] - figures["thermal"], abs=2e-4)
        assert point["interval"][0] <= point["interval"][1]
        assert point["called"] == ({} if level is None else {"flat": 1.0})
        if level is not None:
            assert point["mean_grey"] == pytest.approx(level, abs=0.1)

    title, _, heading, head, *rows = capsys.readouterr().out.splitlines()
    assert title == "  lively.safetensors: 3 pairs"
    assert heading == "  cover: nothing but a grey"
    assert head.split()[0] == "level"
    assert [float(row.split()[1]) for row in rows[1:7]] == [
        pytest.approx(point["fused"], abs=6e-4) for point in covered["points"][1:]
    ]
    assert "rgb.flat_contrast 2   cover" in "\n".join(rows)
    assert rows[-1] == f"  {call.out}: degradation.json, degradation.png"
    assert cv2.imread(str(call.out / "degradation.png")) is not None


def test_nothing_is_written_unless_asked_for(call: Call, capsys):
    del call.options["--out"]
    call.options["--faults"] = "rotate"
    before = sorted(call.root.rglob("*"))
    assert call.run() == 0
    assert sorted(call.root.rglob("*")) == before
    assert "\n  rotate: rgb turned about the middle\n" in capsys.readouterr().out


def test_every_kind_is_measured_unless_some_are_named():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--rgb", "a", "--thermal", "b", "--labels", "c"])
    assert args.faults.split(",") == list(KINDS)


def test_the_same_data_give_the_same_figures(call: Call):
    call.options["--faults"] = "zoom"
    texts = []
    for _ in range(2):
        assert call.run() == 0
        texts.append((call.out / "degradation.json").read_bytes())
    assert texts[0] == texts[1]


def spoil_ids(call: Call) -> None:
    cv2.imwrite(str(call.root / "labels/00003D.png"), np.full((64, 96), 9, np.uint8))


def spoil_partner(call: Call) -> None:
    (call.root / "vi/00003D.jpg").unlink()


def spoil_size(call: Call) -> None:
    for folder in ("vi", "ir", "labels"):
        (path,) = (call.root / folder).glob("00002N.*")
        cv2.imwrite(str(path), cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[:, :90])
    call.options["--faults"] = "freeze"


def spoil_out(call: Call) -> None:
    call.out.write_text("a file", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (spoil_ids, "the labels of '00003D' do not fit the network: ground truth has the ids [9]"),
        (spoil_partner, "vi lacks 1 of the 3 pictures that labels has, the first being '00003D'"),
        (spoil_size, "pictures of one size can be frozen onto each other"),
        (spoil_out, "File exists"),
    ],
)
def test_bad_data_is_named_and_nothing_is_written(call: Call, capsys, spoil, complaint: str):
    spoil(call)
    assert call.run() == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert not list(call.out.glob("*"))


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--faults", "cover,rain", "--faults: expected some of darken,glare,fog,"),
        ("--faults", "", "got '' in ''"),
        ("--model", "nowhere.safetensors", "nowhere.safetensors does not exist"),
        ("--labels", "nowhere", "nowhere: expected a folder of pictures, found none"),
        ("--device", "tpu", "there is no device 'tpu'"),
        ("--threads", "0", "threads is 1 or more, not 0"),
    ],
)
def test_a_wrong_call_is_refused(call: Call, capsys, option: str, value: str, complaint: str):
    call.options[option] = value
    assert call.run() == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert "Traceback" not in captured.err


def test_images_without_labels_are_told_of(call: Call, capsys):
    (call.root / "labels/00003D.png").unlink()
    assert call.run() == 0
    told = "lacks 1 of the 3 names that the cameras' folders have, the first being '00003D': not scored"
    assert f"csk_ros degrade: {call.root / 'labels'} {told}" in capsys.readouterr().err
