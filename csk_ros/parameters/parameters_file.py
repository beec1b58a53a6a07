"""A node's params files, read without ROS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from csk_ros.parameters.given_value import ParametersError, RosLoader, checked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from csk_ros.parameters.parameter_spec import Value

NODE = "segmentation"
"""The node's name; in a params file its namespace may stand before it."""

EVERY_NODE = "/**"

OF_ROS = ("use_sim_time", "qos_overrides.", "start_type_description_service")
"""Beginnings of parameters that every node has: they do not matter here."""


def read_parameters(*files: Path) -> dict[str, Value]:
    """The values that params files give to the node, by name; of two of one name the later.

    Raises:
        ParametersError: no such file, no params file, one that has nothing for the node, or a wrong value.
    """
    return {name: value for file in files for name, value in _read(file).items()}


def _read(file: Path) -> dict[str, Value]:
    try:
        content = RosLoader(file.read_text(encoding="utf-8")).get_single_data()
    except OSError as error:
        raise ParametersError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise ParametersError(f"{file}: expected YAML: {error}") from error
    if not isinstance(content, dict):
        raise ParametersError(f"{file}: expected a params file of ROS 2, got {type(content).__name__}")
    parts = [part for node, part in content.items() if _is_meant(str(node))]
    if not parts:
        raise ParametersError(
            f"{file}: expected parameters of the node {NODE}, or of {EVERY_NODE}; "
            f"it has {', '.join(map(str, content))}"
        )
    values: dict[str, Value] = {}
    for part in parts:
        if not isinstance(part, dict) or not isinstance(part.get("ros__parameters"), dict):
            raise ParametersError(f"{file}: expected `ros__parameters:` with names and values below the node")
        for name, value in _flat(part["ros__parameters"]):
            if name.startswith(OF_ROS):
                continue
            try:
                values[name] = checked(name, value)
            except ParametersError as error:
                raise ParametersError(f"{file}: {error}") from error
    return values


def _is_meant(node: str) -> bool:
    return node == EVERY_NODE or node.rpartition("/")[2] == NODE


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
