"""`python -m csk_ros score` on tiny data, against counting by hand, and what it refuses."""

from __future__ import annotations

import json
import math
import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.cli import main
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from support.image_files import with_orientation
from support.set_iou import iou_of_sets

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.segmenter import Segmenter

NAMES = ("00001D", "00002N", "00003D")


class Call:
    """A call of the command on a copy of the tiny data, which a test may spoil."""

    def __init__(self, root: Path, model: Path) -> None:
        self.root = root
        self.json = root / "score.json"
        self.options = {
            "--rgb": root / "vi",
            "--thermal": root / "ir",
            "--labels": root / "labels",
            "--model": model,
            "--json": self.json,
            "--device": "cpu",
        }

    def run(self) -> int:
        return main(["score", *(str(word) for option in self.options.items() for word in option)])

    def figures(self) -> dict:
        return json.loads(self.json.read_text(encoding="utf-8"))


@pytest.fixture
def call(data: Path, tmp_path: Path, checkpoint: Path) -> Call:
    return Call(shutil.copytree(data / "pairs", tmp_path / "pairs"), checkpoint)


def expected_mode(segmenter: Segmenter, call: Call, mode: Mode, light: float = 1.0) -> dict:
    """The JSON's entry of a mode, from the files and the segmenter's answers alone."""
    pairs = {}
    for name in NAMES:
        rgb = cv2.imread(str(call.root / f"vi/{name}.jpg"))[..., ::-1]
        thermal = cv2.imread(str(call.root / f"ir/{name}.png"), cv2.IMREAD_UNCHANGED)
        answer = segmenter(
            None if mode is Mode.THERMAL else np.rint(rgb * light).astype(np.uint8),
            None if mode is Mode.RGB else thermal,
        ).labels
        pairs[name] = cv2.imread(str(call.root / f"labels/{name}.png"), cv2.IMREAD_UNCHANGED), answer

    def iou(end: str) -> dict[str, float]:
        chosen = [pair for name, pair in pairs.items() if name.endswith(end)]
        return iou_of_sets(*map(np.concatenate, zip(*chosen, strict=True)), STREET)

    def mean(values: dict[str, float]) -> float:
        return round(float(np.nanmean(list(values.values()))), 4)

    whole = iou("")
    return {
        "miou": mean(whole),
        "iou": {name: None if math.isnan(value) else round(value, 4) for name, value in whole.items()},
        "day": mean(iou("D")),
        "night": mean(iou("N")),
    }


def test_the_file_holds_the_figures_of_every_mode(segmenter: Segmenter, call: Call, capsys):
    assert call.run() == 0
    figures = call.figures()
    assert figures["modes"] == {mode.value: expected_mode(segmenter, call, mode) for mode in Mode}
    assert (figures["pictures"], figures["model"], figures["darken"]) == (3, str(call.options["--model"]), 1)

    title, head, *rows = capsys.readouterr().out.splitlines()
    assert title == "  lively.safetensors: 3 pictures (2 by day, 1 by night)"
    assert head.split() == [
        *("mode", "mIoU", "background", "car", "person", "bike", "day", "night", "pixels", "right")
    ]
    assert [row.split()[0] for row in rows] == ["fused", "thermal", "rgb"]
    for row, found in zip(rows, figures["modes"].values(), strict=True):
        cells = [None if cell == "-" else float(cell) for cell in row.split()[1:-1]]
        told = [found["miou"], *found["iou"].values(), found["day"], found["night"]]
        assert cells == [None if value is None else pytest.approx(value, abs=6e-4) for value in told]


def test_rgb_may_be_darkened(segmenter: Segmenter, call: Call, capsys):
    call.options["--darken"] = 0.25
    assert call.run() == 0
    assert call.figures()["modes"] == {
        mode.value: expected_mode(segmenter, call, mode, 0.25) for mode in Mode
    }
    assert call.figures()["darken"] == 0.25
    assert "rgb times 0.25" in capsys.readouterr().out


def test_thermal_is_scored_without_rgb(segmenter: Segmenter, call: Call):
    expected = expected_mode(segmenter, call, Mode.THERMAL)
    shutil.rmtree(call.options.pop("--rgb"))
    call.options["--modes"] = "thermal"
    assert call.run() == 0
    assert call.figures()["modes"] == {"thermal": expected}


def test_pictures_without_labels_are_not_scored(call: Call):
    cv2.imwrite(str(call.root / "vi/more.png"), np.zeros((64, 96, 3), np.uint8))
    assert call.run() == 0
    assert call.figures()["pictures"] == 3


def test_modes_are_told_in_the_order_asked_for_each_once(call: Call):
    call.options["--modes"] = "rgb, fused,rgb"
    assert call.run() == 0
    assert list(call.figures()["modes"]) == ["rgb", "fused"]


def test_what_there_is_nothing_to_tell_of_is_null(call: Call, capsys):
    for folder in ("vi", "ir", "labels"):
        for path in sorted((call.root / folder).iterdir()):
            path.rename(path.with_name(f"{path.stem}_x{path.suffix}"))
    for path in (call.root / "labels").iterdir():
        # Nothing is labelled, so that no class is there whatever the network says.
        cv2.imwrite(str(path), np.full((64, 96), 255, np.uint8))
    assert call.run() == 0
    nothing = {"miou": None, "iou": dict.fromkeys(STREET.classes), "day": None, "night": None}
    assert call.figures()["modes"] == {mode.value: nothing for mode in Mode}
    assert ": 3 pictures\n" in capsys.readouterr().out


def spoil_size(call: Call) -> None:
    cv2.imwrite(str(call.root / "vi/00002N.jpg"), np.zeros((64, 90, 3), np.uint8))


def spoil_ids(call: Call) -> None:
    cv2.imwrite(str(call.root / "labels/00003D.png"), np.full((64, 96), 9, np.uint8))


def spoil_partner(call: Call) -> None:
    (call.root / "ir/00003D.png").unlink()


def spoil_picture(call: Call) -> None:
    (call.root / "labels/00001D.png").write_bytes(b"no picture")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (spoil_size, "the pictures of '00002N' differ in size"),
        (spoil_ids, "the labels of '00003D' do not fit the network: ground truth has the ids [9]"),
        (spoil_partner, "ir lacks 1 of the 3 pictures that labels has, the first being '00003D'"),
        (spoil_picture, "00001D.png: expected a jpg, png, bmp or tiff picture, got 10 bytes that are none"),
    ],
)
def test_bad_data_is_named_and_nothing_is_written(call: Call, capsys, spoil, complaint: str):
    spoil(call)
    assert call.run() == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert not call.json.exists()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--modes", "fused,warm", "--modes: expected some of fused,thermal,rgb, got 'warm' in 'fused,warm'"),
        ("--modes", "", "got '' in ''"),
        ("--darken", "1.5", "--darken: expected a factor of 0 to 1, got 1.5"),
        ("--darken", "nan", "--darken: expected a factor of 0 to 1, got nan"),
        ("--json", "nowhere/score.json", "--json: expected a file in a folder that exists"),
        ("--json", ".", "--json: expected a file in a folder that exists"),
        ("--model", "nowhere.safetensors", "nowhere.safetensors does not exist"),
        ("--labels", "nowhere", "nowhere: expected a folder of pictures, found none"),
        ("--device", "tpu", "there is no device 'tpu'"),
        ("--threads", "0", "threads is 1 or more, not 0"),
        ("--rgb", None, "--rgb: expected a folder, which --modes fused,rgb needs"),
    ],
)
def test_a_wrong_call_is_refused(call: Call, capsys, option: str, value: str | None, complaint: str):
    if value is None:
        del call.options[option]
    else:
        call.options[option] = value
    assert call.run() == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert "Traceback" not in captured.err
    assert not call.json.exists()


def test_classes_that_the_labels_do_not_show_are_told(call: Call, capsys):
    assert call.run() == 0
    lost = "csk_ros score: validation: no picture shows 'bike' of label set 'street': cannot be scored"
    assert lost in capsys.readouterr().err.splitlines()


def test_masks_of_0_and_255_are_told(call: Call, capsys):
    for name in NAMES:
        file = str(call.root / f"labels/{name}.png")
        ids = cv2.imread(file, cv2.IMREAD_UNCHANGED)
        cv2.imwrite(file, np.where(ids == 1, 255, 0).astype(np.uint8))
    assert call.run() == 0
    told = capsys.readouterr().err
    assert "csk_ros score: labels hold 0 and 255 alone, and 255 means unlabelled" in told
    assert "no picture shows 'car', 'person', 'bike' of" in told


def test_pictures_are_scored_as_their_orientation_shows_them(call: Call):
    assert call.run() == 0
    upright = call.figures()["modes"]
    for folder, suffix in (("vi", "jpg"), ("ir", "png"), ("labels", "png")):
        for name in NAMES:
            file = call.root / f"{folder}/{name}.{suffix}"
            stored = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
            stored = stored[::-1, ::-1, ::-1] if folder == "vi" else stored[::-1, ::-1]
            file.unlink()
            # Without loss, so that the figures are the same.
            file.with_suffix(".png").write_bytes(with_orientation(np.ascontiguousarray(stored), "PNG", 3))
            (call.root / f"{folder}/._{name}.png").write_bytes(b"resource fork")
    assert call.run() == 0
    assert call.figures()["modes"] == upright


def test_images_without_labels_are_told_of(call: Call, capsys):
    (call.root / "labels/00003D.png").unlink()
    assert call.run() == 0
    told = "lacks 1 of the 3 names that the cameras' folders have, the first being '00003D': not scored"
    assert f"csk_ros score: {call.root / 'labels'} {told}" in capsys.readouterr().err
