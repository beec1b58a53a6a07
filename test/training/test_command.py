"""`python -m csk_ros train` from config to checkpoint, on tiny data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from csk_ros.cli import main
from csk_ros.inference.checkpoint import load_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = {"name": "tiny", "folder": "pairs", "rgb": "vi", "thermal": "ir", "labels": "labels"}
CONFIG = {
    "input_size": [64, 96],
    "schedule": {"steps": 2, "pairs_per_step": 2, "thermal_per_step": 2},
    "objective": {"class_weights": [1, 1, 1, 1], "dice_weight": 0.5},
    "crops": {"size": [64, 64], "zoom": [1, 1], "wanted": {"person": 0.5}},
    "pairs": [FOLDER],
    "thermal_only": [{"name": "warm", "folder": "warm", "thermal": "ir", "labels": "labels"}],
    "score": [FOLDER],
}


@pytest.fixture
def arguments(tmp_path: Path, data: Path) -> list[str]:
    config = tmp_path / "config.yaml"
    config.write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    output, run_dir = str(tmp_path / "model.safetensors"), str(tmp_path / "run")
    return [
        "train",
        str(config),
        "--data",
        str(data),
        "--output",
        output,
        "--run-dir",
        run_dir,
        "--device",
        "cpu",
    ]


def printed_metrics(text: str) -> dict:
    return json.loads(text[text.index("{\n") :])


def test_training_writes_a_checkpoint_whose_metrics_are_those_printed(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture
):
    assert main([*arguments, "--half"]) == 0
    metrics = printed_metrics(capsys.readouterr().out)
    assert set(metrics["tiny"]) == {"fused", "thermal", "rgb", "fused, rgb black"}
    _, metadata = load_checkpoint(tmp_path / "model.safetensors")
    assert metadata.metrics == metrics
    assert metadata.input_size == (64, 96)
    assert metadata.training["pairs"] == ["tiny"]
    assert metadata.training["schedule"]["steps"] == 2

    assert main([*arguments, "--score-only"]) == 0
    assert printed_metrics(capsys.readouterr().out) == metrics


def test_wrong_input_ends_with_a_message_and_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture):
    wrong = [argument.replace("config.yaml", "none.yaml") for argument in arguments]
    assert main(wrong) == 2
    assert "none.yaml" in capsys.readouterr().err
    wrong[wrong.index("--data") + 1] += "/nowhere"
    wrong[1] = arguments[1]
    assert main(wrong) == 2
    assert "/nowhere" in capsys.readouterr().err
    wrong = [argument.replace("model.safetensors", "nowhere/model.safetensors") for argument in arguments]
    assert main(wrong) == 2
    assert "nowhere; make it first" in capsys.readouterr().err
    assert main([*arguments, "--score-only"]) == 2
    assert "does not exist" in capsys.readouterr().err
