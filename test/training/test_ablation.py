"""The ablation: variants of one experiment, trained alike, in one table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from csk_ros.cli import main
from csk_ros.training.ablation import ablation_table, load_ablation
from support.training_configs import write_tiny_config

SHIPPED = Path(__file__).parents[2] / "config/training/ablation.yaml"


def test_the_shipped_ablation_adds_one_piece_after_the_other_at_equal_budget():
    variants = load_ablation(SHIPPED).variants
    assert list(variants) == ["thermal only", "sum", "+ unit", "+ exchange", "+ distillation", "+ contrast"]
    pieces = {
        name: (
            config.baseline,
            config.network.fusion,
            config.network.exchange,
            config.losses.distillation.wanted,
            config.losses.contrast.weight > 0,
        )
        for name, config in variants.items()
    }
    assert pieces == {
        "thermal only": ("thermal", "gated", True, False, False),
        "sum": (None, "sum", False, False, False),
        "+ unit": (None, "gated", False, False, False),
        "+ exchange": (None, "gated", True, False, False),
        "+ distillation": (None, "gated", True, True, False),
        "+ contrast": (None, "gated", True, True, True),
    }
    one, *others = ((c.schedule, c.optimizer, c.crops, c.pairs, c.thermal_only) for c in variants.values())
    assert all(other == one for other in others)


def write_ablation(folder: Path, **members: object) -> Path:
    write_tiny_config(folder / "tiny.yaml")
    path = folder / "ablation.yaml"
    content = {
        "experiment": "tiny.yaml",
        "changes": {"schedule.steps": 2, "losses.contrast.weight": 0.0},
        "variants": {
            "thermal only": {"baseline": "thermal"},
            "sum, no teacher": {"network.fusion": "sum", "losses.distillation": {}},
        },
    }
    path.write_text(yaml.safe_dump(content | members, sort_keys=False), encoding="utf-8")
    return path


def test_changes_of_all_of_one_and_from_the_command_line_go_in_this_order(tmp_path: Path):
    path = write_ablation(tmp_path, variants={"a": {}, "b": {"schedule.steps": 3}})
    assert [config.schedule.steps for config in load_ablation(path).variants.values()] == [2, 3]
    assert [c.schedule.steps for c in load_ablation(path, ["schedule.steps=9"]).variants.values()] == [9, 9]


def test_every_variant_is_trained_and_scored_and_a_finished_one_is_not_trained_again(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    command = ["ablate", str(write_ablation(tmp_path)), "--data", str(data), "--device", "cpu"]
    command += ["--run-dir", str(tmp_path / "runs"), "--json", str(tmp_path / "figures.json")]
    assert main(command) == 0
    table = capsys.readouterr().out[-400:]
    results = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert set(results["thermal only"]["tiny"]) == {"thermal"}
    assert set(results["sum, no teacher"]["tiny"]) == {"fused", "thermal", "rgb", "fused, rgb black"}
    assert table.endswith(ablation_table(results) + "\n")
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {
        "variant-thermal-only",
        "variant-sum-no-teacher",
    }

    states = {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").rglob("state.ckpt")}
    assert main(command) == 0
    assert {path: path.stat().st_mtime_ns for path in states} == states
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8")) == results


def test_the_table_has_a_column_a_mode_and_leaves_open_what_a_variant_lacks():
    results = {
        "thermal only": {"val": {"thermal": {"miou": 0.7041}}},
        "+ unit": {"val": {"fused": {"miou": 0.8}, "rgb": {"miou": 0.65}, "thermal": {"miou": 0.7}}},
        "no labels": {"val": {"fused": {"miou": None}}},
    }
    assert ablation_table(results).splitlines() == [
        "| val, mIoU | fused | thermal | rgb |",
        "|---|---|---|---|",
        "| thermal only |  | 0.704 |  |",
        "| + unit | 0.800 | 0.700 | 0.650 |",
        "| no labels |  |  |  |",
    ]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"variants": {}}, "variants"),
        ({"variant": {}}, "variant"),
        ({"variants": {"a": {"schedule.speed": 1}}}, "'a': schedule.speed: Unexpected keyword"),
        ({"experiment": "none.yaml"}, "none.yaml"),
        ({"variants": {"unit": {}, "+ unit": {}}}, "variants want folders of their own"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, members: dict[str, object], message: str):
    with pytest.raises((ValueError, OSError), match=message):
        load_ablation(write_ablation(tmp_path, **members))
