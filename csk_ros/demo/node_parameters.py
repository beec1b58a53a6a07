"""The parameters of the demo's node, out of a robot's params file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from csk_ros.parameters.parameters_file import read_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from csk_ros.parameters.parameter_spec import Value

MODEL = "model.path"

OF_THE_DEMO: dict[str, Value] = {"autostart": True, "rgb.transport": "raw", "thermal.transport": "raw"}
"""What a robot may have otherwise: a lifecycle manager, and cameras that compress."""


class _QuotingDumper(yaml.SafeDumper):
    """Quotes every text: PyYAML leaves 1e3 as it is, which ROS takes for a number."""


_QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def robot_parameters(files: Sequence[Path], namespace: str, warn: Callable[[str], None]) -> dict[str, Value]:
    """What params files give to the robot's node, with what the demo decides itself.

    Args:
        files: one at least, in the order of the node's command line.
        namespace: of the robot's node.
        warn: see `read_parameters`.

    Raises:
        ParametersError: see `read_parameters`.
    """
    return read_parameters(*files, namespace=namespace, warn=warn) | OF_THE_DEMO


def write_parameters(file: Path, values: dict[str, Value]) -> Path:
    """Write a params file for the demo's node, whose model is told on its command line; return the file."""
    members = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if name != MODEL
    }
    content = {"/**": {"ros__parameters": members}}
    file.write_text(yaml.dump(content, Dumper=_QuotingDumper), encoding="utf-8")
    return file
