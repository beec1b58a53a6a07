"""The examples in docs/datasets.md work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import yaml

from csk_ros.datasets.dataset_config import DatasetConfig
from csk_ros.label_set_file import load_label_set
from csk_ros.training.config import build_config
from support.training_configs import MEMBERS

PAGE = Path(__file__).parents[2] / "docs/datasets.md"


def test_examples_can_be_read(tmp_path: Path):
    experiment, farm = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = build_config(MEMBERS | yaml.safe_load(experiment), {}, "docs/datasets.md")
    assert (len(found.pairs), len(found.thermal_only), len(found.validation)) == (5, 1, 1)
    (tmp_path / "farm.yaml").write_text(farm, encoding="utf-8")
    assert load_label_set("farm.yaml", tmp_path).classes == ("background", "tractor")


def test_every_layout_is_described():
    kinds = get_args(get_args(DatasetConfig)[0])
    layouts = {name for kind in kinds for name in get_args(kind.__pydantic_fields__["layout"].annotation)}
    described = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert described == layouts
