"""`python -m csk_ros parameters`: a node's parameters as a params file or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from csk_ros.parameters.tables import SEGMENTATION, TABLES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from csk_ros.parameters.parameter_spec import ParameterSpec, Value

_YAML_HEAD = """\
# The node's parameters at their defaults, written by `python -m csk_ros parameters --node {node} --yaml`.
/**:
  ros__parameters:
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose parameters are printed, and in which form."""
    parser.add_argument("--node", choices=TABLES, default=SEGMENTATION, help="default %(default)s")
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--yaml", action="store_true", help="a params file with every default")
    form.add_argument("--markdown", action="store_true", help="a table for the README")
    form.add_argument("--list", action="store_true", help="a Markdown list for the page of the nodes")


def run(args: argparse.Namespace) -> int:
    """Print the table."""
    table = TABLES[args.node]
    print(as_yaml(args.node) if args.yaml else as_list(table) if args.list else as_markdown(table), end="")
    return 0


def as_yaml(node: str) -> str:
    """Write a params file for `ros2 run ... --params-file`, one comment line a parameter."""
    lines = [_YAML_HEAD.format(node=node)]
    group = None
    for spec in TABLES[node]:
        prefix, _, name = spec.name.rpartition(".")
        if prefix and prefix != group:
            lines.append(f"    {prefix}:\n")
        group = prefix
        indent = "      " if prefix else "    "
        value = _as_yaml(spec.default)
        allowed = f" ({spec.range_text})" if spec.range_text else ""
        lines.append(f"{indent}# {spec.description}{allowed}\n{indent}{name}: {value}\n")
    return "".join(lines)


def as_markdown(table: Sequence[ParameterSpec]) -> str:
    """Write a table for the README."""
    rows = ["| parameter | type | default | range | takes effect | what it does |", "|" + "---|" * 6]
    rows += [
        f"| `{spec.name}` | {spec.type_name} | `{_as_yaml(spec.default)}` "
        f"| {spec.range_text} | {spec.takes.value} | {spec.description} |"
        for spec in table
    ]
    return "\n".join(rows) + "\n"


def as_list(table: Sequence[ParameterSpec]) -> str:
    """Write a list in the form of image_proc's pages: name, type and default before what it does."""
    return "".join(
        f"- **{spec.name}** ({spec.type_name}, default: {_as_yaml(spec.default)}): {spec.description} "
        f"{_allowed(spec)}Takes effect {spec.takes.value}.\n"
        for spec in table
    )


def _allowed(spec: ParameterSpec) -> str:
    kind = "One of" if spec.choices else "Range"
    return f"{kind}: {spec.range_text}. " if spec.range_text else ""


def _as_yaml(value: Value) -> str:
    if isinstance(value, tuple):
        return yaml.safe_dump(list(value), default_flow_style=True, width=1000).strip()
    return yaml.safe_dump(value).splitlines()[0]
