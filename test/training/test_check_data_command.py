"""`python -m csk_ros check-data`: what it prints, writes and returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from csk_ros.cli import main
from support.tiny_layouts import write_layout
from support.training_configs import MEMBERS

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = {"layout": "fmb", "name": "pairs of FMB", "folder": "fmb", "split": "train"}
WARM = {"layout": "paired", "name": "warm", "folder": "fmb/train", "thermal": "Infrared", "labels": "Label"}
FARM = "name: farm\nclasses:\n" + "".join(
    f"  {name}: [{value}, 0, 0]\n" for value, name in enumerate(["field", "tractor", "farmer", "cow"])
)


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    write_layout(tmp_path / "data/fmb", "fmb")
    (tmp_path / "farm.yaml").write_text(FARM, encoding="utf-8")
    write_config(tmp_path, pairs=[PAIRS], validation=[PAIRS])
    return ["check-data", str(tmp_path / "experiment.yaml"), "--data", str(tmp_path / "data")]


def write_config(folder: Path, **uses) -> None:
    content = MEMBERS | {
        "label_set": "farm.yaml",
        "thermal_only": [],
        "validation": [],
        "crops": {"size": [64, 64]},
    }
    content |= uses
    (folder / "experiment.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def test_sound_data_is_described_and_the_code_is_0(arguments: list[str], capsys):
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:8] == [
        "pairs of FMB (pairs): 2 samples, 2 with rgb",
        "  sizes      6x4: 2",
        "  thermal    uint8: 2",
        "  unlabelled  12.500%",
        "    field    57.143% in 2 pictures",
        "    tractor  28.571% in 2 pictures",
        "    farmer   14.286% in 2 pictures",
        "    cow       0.000% in 0 pictures",
    ]
    assert "pairs of FMB (validation): 2 samples" in out
    assert out.splitlines()[-1] == "no problems"
    assert "checking pairs of FMB: 100%" in err


def test_problems_make_the_code_1_and_are_all_told(arguments: list[str], tmp_path: Path, capsys):
    (tmp_path / "data/fmb/train/Visible/00001D.png").unlink()
    # Read without the shift of FMB, its ids reach from 1 to 3, and 0 for unlabelled: all in the set.
    write_config(tmp_path, pairs=[PAIRS], thermal_only=[WARM], validation=[{**PAIRS, "split": "test"}])
    assert main(arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    problems = [line for line in lines if line.startswith(("  missing", "  unusable"))]
    assert len(problems) == 4
    assert problems[0].endswith("Visible lacks 1 of the 2 pictures that Label has, the first being '00001D'")
    assert "pairs of FMB (pairs): 1 samples, 1 with rgb, 1 left out" in lines
    assert "warm (thermal_only): 2 samples, 0 with rgb" in lines
    assert lines[-1] == "4 problems"


def test_the_report_is_written_as_json(arguments: list[str], tmp_path: Path):
    (tmp_path / "data/fmb/train/Label/00001D.png").write_bytes(b"broken")
    assert main([*arguments, "--json", str(tmp_path / "report.json")]) == 1
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["label_set"]["classes"] == ["field", "tractor", "farmer", "cow"]
    assert set(report) == {"label_set", "pairs", "validation"}
    (found,) = report["pairs"]
    assert found["samples"] == 2
    assert found["sizes"] == {"6x4": 1}
    assert found["classes"][1] == {"name": "tractor", "share": pytest.approx(6 / 21), "pictures": 1}
    (problem,) = found["problems"]
    assert (problem["kind"], problem["names"]) == ("unreadable", ["00001D"])
    assert "Label/00001D.png" in problem["text"]


def test_wrong_calls_are_told_with_code_2(arguments: list[str], tmp_path: Path, capsys):
    calls = {
        "there is no folder": [*arguments[:2], "--data", str(tmp_path / "nowhere")],
        "--json: there is no folder": [*arguments, "--json", str(tmp_path / "nowhere/x.json")],
        "No such file": ["check-data", str(tmp_path / "none.yaml"), *arguments[2:]],
    }
    for message, call in calls.items():
        assert main(call) == 2
        assert message in capsys.readouterr().err
    write_config(tmp_path, pairs=[PAIRS], label_set="barn.yaml")
    assert main(arguments) == 2
    assert "'barn.yaml' is no label set" in capsys.readouterr().err
    write_config(tmp_path, pairs=[{**PAIRS, "half": 0.5}])
    assert main(arguments) == 2
    assert "pairs.0.fmb.half: Unexpected keyword argument" in capsys.readouterr().err


def test_what_train_would_refuse_of_the_config_is_refused(arguments: list[str], tmp_path: Path, capsys):
    write_config(tmp_path, pairs=[PAIRS], crop={"size": [64, 64]})
    assert main(arguments) == 2
    assert "crop: Unexpected keyword argument" in capsys.readouterr().err
    write_config(tmp_path, pairs=[PAIRS])
    assert main([*arguments, "--set", "losses.heads.class_weights=[1, 2]"]) == 2
    assert "2 weights, label set 'farm' has 4 classes: field, tractor" in capsys.readouterr().err
    assert main([*arguments, "--set", "start=shiped"]) == 2
    assert f"start: {tmp_path / 'data/shiped'} does not exist" in capsys.readouterr().err
