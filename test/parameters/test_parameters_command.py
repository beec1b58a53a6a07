"""The params file and the README's table are what the table of parameters says."""

from __future__ import annotations

from pathlib import Path

import yaml

from csk_ros.parameters.parameter_table import TABLE
from csk_ros.parameters.parameters_command import as_markdown, as_yaml

ROOT = Path(__file__).resolve().parents[2]


def flat(tree: dict, prefix: str = "") -> dict:
    result = {}
    for name, value in tree.items():
        result |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return result


def test_the_yaml_form_holds_every_default():
    parsed = yaml.safe_load(as_yaml())["/**"]["ros__parameters"]
    assert flat(parsed) == {spec.name: spec.default for spec in TABLE}
    assert {name: type(value) for name, value in flat(parsed).items()} == {
        spec.name: type(spec.default) for spec in TABLE
    }


def test_the_shipped_params_file_is_the_tables():
    assert (ROOT / "config" / "segmentation.yaml").read_text() == as_yaml(), (
        "run `python -m csk_ros parameters --yaml > config/segmentation.yaml`"
    )


def test_the_readmes_table_is_the_tables():
    readme = (ROOT / "README.md").read_text()
    assert as_markdown() in readme, (
        "put the output of `python -m csk_ros parameters --markdown` into README.md"
    )
