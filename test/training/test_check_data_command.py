"""`python -m csk_ros check-data`: what it prints, writes and returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import yaml

from csk_ros.cli import main
from support.image_files import with_orientation
from support.tiny_layouts import LABELS, colour_picture, write, write_layout
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
    ids = LABELS.copy()
    ids[3, :2] = 3
    # Values of FMB count from 1.
    write(tmp_path / "data/fmb/train/Label/00001D.png", ids + np.uint8(1))
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
        "  unlabelled  12.500% (id 255)",
        "    field    52.381% in 2 pictures",
        "    tractor  28.571% in 2 pictures",
        "    farmer   14.286% in 2 pictures",
        "    cow       4.762% in 1 pictures",
    ]
    assert "pairs of FMB (validation): 2 samples" in out
    assert out.splitlines()[-1] == "no problems"
    assert err == "", "no bar outside a terminal"


def test_problems_make_the_code_1_and_are_all_told(arguments: list[str], tmp_path: Path, capsys):
    (tmp_path / "data/fmb/train/Visible/00001D.png").unlink()
    # Read without the shift of FMB, its ids reach from 1 to 4, and 0 for unlabelled; there is no 4.
    write_config(tmp_path, pairs=[PAIRS], thermal_only=[WARM], validation=[{**PAIRS, "split": "test"}])
    assert main(arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    problems = [line for line in lines if line.startswith(("  missing", "  unusable"))]
    assert len(problems) == 4
    # With the picture of 00001D, its cow is left out.
    assert "class not shown: pairs: no picture shows 'cow' of label set 'farm': cannot be learnt" in lines
    assert problems[0].endswith("Visible lacks 1 of the 2 pictures that Label has, the first being '00001D'")
    assert "pairs of FMB (pairs): 1 samples, 1 with rgb, 1 left out" in lines
    assert "warm (thermal_only): 2 samples, 0 with rgb" in lines
    assert lines[-1] == "6 problems"


def test_the_report_is_written_as_json(arguments: list[str], tmp_path: Path):
    (tmp_path / "data/fmb/train/Label/00002N.png").write_bytes(b"broken")
    assert main([*arguments, "--json", str(tmp_path / "report.json")]) == 1
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["label_set"]["classes"] == ["field", "tractor", "farmer", "cow"]
    assert set(report) == {"label_set", "problems", "pairs", "validation"}
    assert report["problems"] == []
    (found,) = report["pairs"]
    assert found["samples"] == 2
    assert found["sizes"] == {"6x4": 1}
    assert found["classes"][1] == {"name": "tractor", "share": pytest.approx(6 / 21), "pictures": 1}
    (problem,) = found["problems"]
    assert (problem["kind"], problem["names"]) == ("unreadable", ["00002N"])
    assert "Label/00002N.png" in problem["text"]


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


OWN = {"layout": "paired", "name": "own", "folder": "own", "rgb": "rgb", "thermal": "ir", "labels": "ids"}


@pytest.fixture
def own(arguments: list[str], tmp_path: Path) -> Path:
    """The folder of a sound data set of one's own, which the experiment names."""
    folder = tmp_path / "data/own"
    ids = LABELS.copy()
    ids[3, :2] = 3
    for name in ("a", "b"):
        write(folder / f"rgb/{name}.png", colour_picture())
        write(folder / f"ir/{name}.png", np.arange(24, dtype=np.uint8).reshape(4, 6))
        write(folder / f"ids/{name}.png", ids)
    write_config(tmp_path, pairs=[OWN])
    assert arguments
    return folder


def lines_of(arguments: list[str], capsys, code: int) -> list[str]:
    assert main(arguments) == code
    return capsys.readouterr().out.splitlines()


def test_files_that_their_orientation_turns_are_counted(arguments: list[str], own: Path, capsys):
    (own / "rgb/a.png").write_bytes(with_orientation(colour_picture()[..., ::-1], "PNG", 3))
    lines = lines_of(arguments, capsys, 0)
    assert "  turned by Exif orientation: rgb: 1" in lines


def test_colour_pictures_without_colour_are_counted(arguments: list[str], own: Path, capsys):
    write(own / "rgb/b.png", np.full((4, 6), 90, np.uint8))
    assert lines_of(arguments, capsys, 0)[0] == "own (pairs): 2 samples, 2 with rgb (1 without any colour)"


def test_one_picture_for_both_cameras_is_a_problem(arguments: list[str], own: Path, capsys):
    (own / "rgb/b.png").write_bytes((own / "ir/b.png").read_bytes())
    lines = lines_of(arguments, capsys, 1)
    assert "  same picture: rgb and thermal are one picture in 1 samples, the first being 'b'" in lines


def test_twelve_bits_in_sixteen_are_a_problem(arguments: list[str], own: Path, capsys):
    for name in ("a", "b"):
        write(own / f"rgb/{name}.png", colour_picture().astype(np.uint16) * 20)
    (problem,) = [line for line in lines_of(arguments, capsys, 1) if line.startswith("  bit depth")]
    assert "no value of the 2 colour pictures of 16 bits is above 4000 of 65535, as if 12 bits" in problem
    write(own / "rgb/b.png", colour_picture().astype(np.uint16) * 257)
    lines_of(arguments, capsys, 0)


def test_masks_of_0_and_255_are_a_problem(arguments: list[str], own: Path, capsys):
    for name in ("a", "b"):
        write(own / f"ids/{name}.png", np.where(LABELS == 1, 255, 0).astype(np.uint8))
    lines = lines_of(arguments, capsys, 1)
    assert "  unlabelled  25.000% (id 255)" in lines
    assert any(line.startswith("  binary masks: labels hold 0 and 255 alone") for line in lines)
    lost = "no picture shows 'tractor', 'farmer', 'cow' of label set 'farm': cannot be learnt"
    assert lines[-2:] == [f"class not shown: pairs: {lost}", "2 problems"]


def test_labels_in_the_colours_of_the_label_set_are_read_where_the_data_set_says_so(
    arguments: list[str], own: Path, tmp_path: Path, capsys
):
    # FARM's colours are [0, 0, 0] to [3, 0, 0].
    ids = LABELS % 4
    ids[3, 0] = 3
    for name in ("a", "b"):
        write(own / f"ids/{name}.png", np.dstack([ids * 0, ids * 0, ids]))
    unread = [line for line in lines_of(arguments, capsys, 1) if line.startswith("  unreadable")]
    assert "got colours, such as [1, 0, 0]" in unread[0]
    assert "`label_colours: true`" in unread[0]
    write_config(tmp_path, pairs=[OWN | {"label_colours": True}])
    lines = lines_of(arguments, capsys, 0)
    assert f"    tractor {(ids == 1).mean():8.3%} in 2 pictures" in lines
    write(own / "ids/b.png", np.dstack([ids * 0, ids * 7, ids]))
    (unread_one,) = [line for line in lines_of(arguments, capsys, 1) if line.startswith("  unreadable")]
    assert "expected the colours of label set 'farm' alone, got 3 others: [" in unread_one


def test_what_macos_leaves_behind_is_no_sample(arguments: list[str], own: Path, capsys):
    for file in [*own.glob("*/*.png")]:
        file.with_name(f"._{file.name}").write_bytes(b"resource fork")
    assert lines_of(arguments, capsys, 0)[0] == "own (pairs): 2 samples, 2 with rgb"
