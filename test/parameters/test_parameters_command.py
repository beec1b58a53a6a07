"""The params files and the tables of README and docs are what the tables of parameters say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from csk_ros.parameters.parameter_spec import ParameterSpec, Takes
from csk_ros.parameters.parameters_command import TABLES, as_list, as_markdown, as_yaml

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


def test_the_readmes_table_is_the_table():
    assert as_markdown(TABLES["segmentation"]) in (ROOT / "README.md").read_text(), (
        "put the output of `python -m csk_ros parameters --markdown` into README.md"
    )


@pytest.mark.parametrize("node", TABLES)
def test_the_lists_of_the_nodes_page_are_the_tables(node: str):
    assert as_list(TABLES[node]) in (ROOT / "docs" / "nodes.md").read_text(), (
        f"put the output of `python -m csk_ros parameters --node {node} --list` into docs/nodes.md"
    )


def test_an_item_of_the_list_says_name_type_default_range_and_when():
    low, choice, free = as_list(
        [
            ParameterSpec("rgb.wait", 0.05, "Longest wait.", low=0.0, high=10.0),
            ParameterSpec("mode", "a", "Which one.", choices=("a", "b"), takes=Takes.CONFIGURE),
            ParameterSpec("on", True, "Whether.", takes=Takes.START),
        ]
    ).splitlines()
    assert (
        low == "- **rgb.wait** (double, default: 0.05): Longest wait. Range: 0 .. 10. Takes effect at once."
    )
    assert choice == "- **mode** (string, default: a): Which one. One of: a, b. Takes effect on configure."
    assert free == "- **on** (bool, default: true): Whether. Takes effect at start."


@pytest.mark.parametrize("node", TABLES)
def test_every_name_is_there_once_and_every_default_is_allowed(node: str):
    assert len({spec.name for spec in TABLES[node]}) == len(TABLES[node])
    for spec in TABLES[node]:
        if spec.low is not None:
            assert spec.low <= spec.default <= spec.high, spec.name
        if spec.choices:
            assert spec.default in spec.choices, spec.name
