"""The params files and the README's tables are what the tables of parameters say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from csk_ros.parameters.parameters_command import TABLES, as_markdown, as_yaml

ROOT = Path(__file__).resolve().parents[2]


def flat(tree: dict, prefix: str = "") -> dict:
    result = {}
    for name, value in tree.items():
        result |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return result


@pytest.mark.parametrize("node", TABLES)
def test_the_yaml_form_holds_every_default(node: str):
    parsed = flat(yaml.safe_load(as_yaml(node))["/**"]["ros__parameters"])
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in parsed.items()}
    assert values == {spec.name: spec.default for spec in TABLES[node]}
    assert {name: type(value) for name, value in values.items()} == {
        spec.name: type(spec.default) for spec in TABLES[node]
    }


@pytest.mark.parametrize("node", TABLES)
def test_the_shipped_params_file_is_the_tables(node: str):
    assert (ROOT / "config" / f"{node}.yaml").read_text() == as_yaml(node), (
        f"run `python -m csk_ros parameters --node {node} --yaml > config/{node}.yaml`"
    )


@pytest.mark.parametrize("node", TABLES)
def test_the_readmes_tables_are_the_tables(node: str):
    assert as_markdown(TABLES[node]) in (ROOT / "README.md").read_text(), (
        f"put the output of `python -m csk_ros parameters --node {node} --markdown` into README.md"
    )


@pytest.mark.parametrize("node", TABLES)
def test_every_name_is_there_once_and_every_default_is_allowed(node: str):
    assert len({spec.name for spec in TABLES[node]}) == len(TABLES[node])
    for spec in TABLES[node]:
        if spec.low is not None:
            assert spec.low <= spec.default <= spec.high, spec.name
        if spec.choices:
            assert spec.default in spec.choices, spec.name
