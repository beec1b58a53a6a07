"""A node's params files, read without ROS as the node reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csk_ros.parameters.given_value import ParametersError, checked, is_of_another, may_mean
from csk_ros.parameters.rcl_params import RclParams, is_meant
from csk_ros.parameters.rcl_reader import RclParamsError
from csk_ros.parameters.tables import SEGMENTATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from csk_ros.parameters.parameter_spec import Value

OF_ROS = ("use_sim_time", "qos_overrides.", "start_type_description_service")
"""Beginnings of parameters that every node has: they do not matter here."""

_NAMESPACE = re.compile(r"(/[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)


def read_parameters(
    *files: Path, namespace: str = "", node: str = SEGMENTATION, warn: Callable[[str], None] = lambda _: None
) -> dict[str, Value]:
    """The values that params files give to a node, by name.

    A block counts if its head means the node in this namespace. Of two values of one name the later counts,
    where the place of a block is that of the first one with this head.

    Args:
        files: in the order of the node's command line; with none, nothing is given.
        namespace: of the node, with or without its first slash.
        node: its name, one of `TABLES`.
        warn: is called with a sentence for whatever is left out although it may have been meant.

    Raises:
        ParametersError: no such file, one that ROS does not take, files that have nothing for the node, a
            parameter that the node does not have, a wrong value, or no namespace.
    """
    full_name = f"{absolute_namespace(namespace)}/{node}"
    params = RclParams()
    heads = {file: read_file(params, file) for file in files}
    without = [file for file in files if not any(is_meant(head, full_name) for head in heads[file])]
    if files and len(without) == len(files):
        raise ParametersError("; ".join(_nothing_for(full_name, file, heads[file]) for file in files))
    for file in without:
        warn(_nothing_for(full_name, file, heads[file]))
    source = ", ".join(map(str, files))
    values: dict[str, Value] = {}
    given = params.of_node(full_name)
    for name, value in given.items():
        if name.startswith(OF_ROS):
            continue
        if not _is_for_node_alone(node, params.heads(full_name, name)):
            if is_of_another(name, node):
                continue
            if not may_mean(name, node):
                warn(f"{source}: {name} is no parameter of {node}, and is left out")
                continue
        try:
            values[name] = checked(name, value, node)
        except ParametersError as error:
            raise ParametersError(f"{source}: {error}") from error
    if files and not values and not any(name.startswith(OF_ROS) for name in given):
        warn(f"{source}: no parameter of {node} is in it: all have their defaults")
    return values


def absolute_namespace(text: str) -> str:
    """A namespace as it stands before a node's name: /robot1, or nothing for the root.

    Raises:
        ParametersError: it is none.
    """
    absolute = "" if text.strip("/") == "" else f"/{text.removeprefix('/')}"
    if not _NAMESPACE.fullmatch(absolute):
        raise ParametersError(f"expected a namespace such as /robot1, got '{text}'")
    return absolute


def read_file(params: RclParams, file: Path) -> list[str]:
    """Read a file on top of what is in `params`; return the heads of its blocks.

    Raises:
        ParametersError: no such file, or one that ROS does not take.
    """
    try:
        return params.read(file.read_bytes())
    except OSError as error:
        raise ParametersError(f"{file}: cannot be read: {error.strerror}") from error
    except RclParamsError as error:
        raise ParametersError(f"{file}: {error}") from error


def _is_for_node_alone(node: str, heads: Iterable[str]) -> bool:
    """Whether a block names the node; one with a wildcard in its place may hold what belongs to others."""
    return any(head.rpartition("/")[2] == node for head in heads)


def _nothing_for(full_name: str, file: Path, heads: Iterable[str]) -> str:
    found = ", ".join(dict.fromkeys(heads)) or "no block with `ros__parameters:`"
    node = full_name.rpartition("/")[2]
    others = (head.rpartition("/")[0] for head in heads if head.endswith(f"/{node}") and "*" not in head)
    meant = " or ".join(f"/{namespace.strip('/')}" for namespace in dict.fromkeys(others))
    hint = f"; did you mean the namespace {meant}?" if meant else ""
    return f"{file}: expected parameters of the node {full_name}; it has {found}{hint}"
