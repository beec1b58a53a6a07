"""A node's params files, read without ROS as the node reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csk_ros.parameters.given_value import ParametersError, checked, is_known, similar
from csk_ros.parameters.rcl_params import RclParams, is_meant
from csk_ros.parameters.rcl_reader import RclParamsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from csk_ros.parameters.parameter_spec import Value

NODE = "segmentation"
"""The node's name."""

OF_ROS = ("use_sim_time", "qos_overrides.", "start_type_description_service")
"""Beginnings of parameters that every node has: they do not matter here."""

_NAMESPACE = re.compile(r"(/[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)


def read_parameters(
    *files: Path, namespace: str = "", warn: Callable[[str], None] = lambda _: None
) -> dict[str, Value]:
    """The values that params files give to the node, by name.

    A block counts if its head means the node in this namespace. Of two values of one name the later counts,
    where the place of a block is that of the first one with this head.

    Args:
        files: in the order of the node's command line; with none, nothing is given.
        namespace: of the node, with or without its first slash.
        warn: is called with a sentence for whatever is left out although it may have been meant.

    Raises:
        ParametersError: no such file, one that ROS does not take, files that have nothing for the node, a
            parameter that the node does not have, a wrong value, or no namespace.
    """
    full_name = f"{_namespace(namespace)}/{NODE}"
    params = RclParams()
    heads = {file: _read(params, file) for file in files}
    without = [file for file in files if not any(is_meant(head, full_name) for head in heads[file])]
    if files and len(without) == len(files):
        raise ParametersError("; ".join(_nothing_for(full_name, file, heads[file]) for file in files))
    for file in without:
        warn(_nothing_for(full_name, file, heads[file]))
    source = ", ".join(map(str, files))
    values: dict[str, Value] = {}
    for name, value in params.of_node(full_name).items():
        if name.startswith(OF_ROS):
            continue
        if not is_known(name) and not similar(name) and not _is_for_node_alone(params.heads(full_name, name)):
            warn(f"{source}: {name} is no parameter of {NODE}, and is left out")
            continue
        try:
            values[name] = checked(name, value)
        except ParametersError as error:
            raise ParametersError(f"{source}: {error}") from error
    return values


def _namespace(text: str) -> str:
    absolute = "" if text.strip("/") == "" else f"/{text.removeprefix('/')}"
    if not _NAMESPACE.fullmatch(absolute):
        raise ParametersError(f"expected a namespace such as /robot1, got '{text}'")
    return absolute


def _is_for_node_alone(heads: Iterable[str]) -> bool:
    """Whether a block names the node; one with a wildcard in its place may hold what belongs to others."""
    return any(head.rpartition("/")[2] == NODE for head in heads)


def _read(params: RclParams, file: Path) -> list[str]:
    try:
        return params.read(file.read_bytes())
    except OSError as error:
        raise ParametersError(f"{file}: cannot be read: {error.strerror}") from error
    except RclParamsError as error:
        raise ParametersError(f"{file}: {error}") from error


def _nothing_for(full_name: str, file: Path, heads: Iterable[str]) -> str:
    found = ", ".join(dict.fromkeys(heads)) or "no block with `ros__parameters:`"
    namespaces = {
        f"/{head}".rpartition("/")[0] for head in heads if head.endswith(f"/{NODE}") and "*" not in head
    }
    meant = " or ".join(f"--namespace /{namespace.strip('/')}" for namespace in sorted(namespaces))
    hint = f"; did you mean {meant}?" if meant else ""
    return f"{file}: expected parameters of the node {full_name}; it has {found}{hint}"
