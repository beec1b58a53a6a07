"""A small experiment on the tiny data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from csk_ros.training.config import TrainingConfig, build_config

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = {
    "layout": "paired",
    "name": "tiny",
    "folder": "pairs",
    "rgb": "vi",
    "thermal": "ir",
    "labels": "labels",
}
WARM = {
    "layout": "paired",
    "name": "warm",
    "folder": "warm",
    "rgb": None,
    "thermal": "ir",
    "labels": "labels",
}

MEMBERS: dict[str, Any] = {
    "input_size": [64, 96],
    "schedule": {"steps": 4, "pairs_per_step": 2, "thermal_per_step": 2, "save_every": 2},
    "optimizer": {"warmup_steps": 1, "frozen_blocks": 1},
    "losses": {
        "heads": {"class_weights": [1, 1, 1, 1]},
        "distillation": {"encoder": 0.5, "decoder": 0.5},
        "contrast": {"weight": 0.1},
    },
    "teacher": {"steps": 2},
    "crops": {"size": [64, 64], "wanted": {"person": 0.5}},
    "pairs": [PAIRS],
    "thermal_only": [WARM],
    "validation": [PAIRS],
}


def tiny_config(**changes: Any) -> TrainingConfig:
    """Make the experiment with changes, places written with `__`: `schedule__steps=7`."""
    return build_config(
        MEMBERS, {place.replace("__", "."): value for place, value in changes.items()}, "tiny"
    )


def write_tiny_config(path: Path) -> Path:
    """Write the experiment's file."""
    path.write_text(yaml.safe_dump(MEMBERS), encoding="utf-8")
    return path
