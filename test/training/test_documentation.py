"""docs/training.md, followed to the letter on tiny pictures; only the number of steps is another."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.cli import main
from csk_ros.inference.segmenter import Segmenter
from csk_ros.training.config import NetworkSettings, load_config

if TYPE_CHECKING:
    from csk_ros.training.config import TrainingConfig

PAGE = (Path(__file__).parents[2] / "docs/training.md").read_text(encoding="utf-8")


@pytest.fixture
def desk(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the page's files and pictures of its layout."""
    for name, text in re.findall(r"```yaml\n# (\w+\.yaml)\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for split in ("train", "val"):
        for kind, source in (("colour", "vi"), ("lwir", "ir"), ("ids", "labels")):
            shutil.copytree(data / "pairs" / source, tmp_path / "yard" / split / kind)
        for path in (tmp_path / "yard" / split / "ids").iterdir():
            assert cv2.imwrite(str(path), cv2.imread(str(path), cv2.IMREAD_UNCHANGED))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_lead_to_a_model_that_knows_the_classes(desk: Path):
    commands = [
        shlex.split(line)[3:] for line in re.findall(r"^    (python -m csk_ros .*)$", PAGE, re.MULTILINE)
    ]
    check, train, score = commands[:3]
    ablate = commands[3]
    assert [command[0] for command in (check, train, score, ablate)] == [
        "check-data",
        "train",
        "score",
        "ablate",
    ]
    assert main(check) == 0
    short = ["schedule.steps=2", "schedule.save_every=2", "teacher.steps=1", "crops.size=[64, 64]"]
    short += ["schedule.pairs_per_step=2", "input_size=[64, 96]", "schedule.validate_every=0"]
    options = ["--device", "cpu", *(word for change in short for word in ("--set", change))]
    assert main([*train, *options]) == 0
    assert main([*score, "--device", "cpu"]) == 0
    segmenter = Segmenter.load(desk / "yard.safetensors", "cpu")
    assert segmenter.label_set.classes == ("background", "tractor", "person")
    labels = segmenter(None, np.zeros((64, 96), np.uint8)).labels
    assert set(np.unique(labels)) <= {0, 1, 2}
    assert main([*ablate, *options]) == 0
    results = json.loads((desk / "ablation.json").read_text(encoding="utf-8"))
    assert list(results) == ["thermal alone", "plain", "the whole method"]


def example() -> tuple[str, ...]:
    """What the page says can be switched off, as changes of a config."""
    table = PAGE[PAGE.index("| part |") :]
    return tuple(re.findall(r"\| `([\w.]+: [^`]+)` \|$", table, re.MULTILINE))


def test_each_part_of_the_method_can_be_switched_off_as_the_table_says(desk: Path):
    def differs(change: str) -> bool:
        place, _, value = change.partition(": ")
        changed: TrainingConfig = load_config(desk / "yard.yaml", [f"{place}={value}"])
        return changed != load_config(desk / "yard.yaml")

    assert len(example()) == 4
    assert all(map(differs, example()))
    named = {field.name for field in fields(NetworkSettings)} & set(re.findall(r"\w+", PAGE))
    assert named >= {"exchange", "exchange_quantile", "fusion", "shared_convolutions", "shared_norms"}
