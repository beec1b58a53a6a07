"""A value that is given for a parameter, taken or refused as the node would."""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from csk_ros.parameters.rcl_params import parse_value
from csk_ros.parameters.rcl_reader import RclParamsError
from csk_ros.parameters.tables import SEGMENTATION, TABLES

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_spec import ParameterSpec, Value

_SPECS = {node: {spec.name: spec for spec in table} for node, table in TABLES.items()}


class ParametersError(ValueError):
    """A params file or a value in it that the node would not take; the message says why."""


def checked(name: str, value: object, node: str = SEGMENTATION) -> Value:
    """A value that a node would take for a parameter.

    Raises:
        ParametersError: there is no such parameter, or the value has the wrong type or is out of range.
    """
    spec = _SPECS[node].get(name)
    if spec is None:
        raise ParametersError(f"there is no parameter '{name}'; {_alike(name, node)}")
    value = tuple(value) if isinstance(value, list) else value
    if not isinstance(value, bool | int | float | str | tuple) or not _same_type(value, spec.default):
        shown = list(value) if isinstance(value, tuple) else value
        raise ParametersError(f"{name}: expected a value of type {spec.type_name}, got {shown!r}")
    if not _allowed(spec, value):
        raise ParametersError(f"{name}: expected {spec.range_text}, got {value}")
    return value


def is_of_another(name: str, node: str) -> bool:
    """Whether not this node but another one of ours has a parameter of this name."""
    return name not in _SPECS[node] and any(name in specs for specs in _SPECS.values())


def may_mean(name: str, node: str) -> list[str]:
    """The parameters of a node that have this name or a similar one."""
    return get_close_matches(name, _SPECS[node], n=2, cutoff=0.75)


def _alike(name: str, node: str) -> str:
    """Name the parameters that may be meant, and where all of them are listed."""
    found = may_mean(name, node)
    meant = f"did you mean {' or '.join(found)}? " if found else ""
    option = "" if node == SEGMENTATION else f"--node {node} "
    return f"{meant}`python -m csk_ros parameters {option}--yaml` lists all"


def parsed(name: str, text: str) -> Value:
    """The value that a text on the command line stands for.

    Raises:
        ParametersError: see `checked`.
    """
    spec = _SPECS[SEGMENTATION].get(name)
    value: object = text
    if spec is not None and not isinstance(spec.default, str):
        # A text that ROS refuses is none of the values that are expected here either.
        with suppress(RclParamsError, UnicodeEncodeError):
            value = parse_value(text)
            if isinstance(spec.default, float) and type(value) is int:
                value = float(value)
    return checked(name, value)


def _same_type(value: Value, default: Value) -> bool:
    # As strict as ROS: 1 is no double, true is no integer.
    if isinstance(value, tuple) and isinstance(default, tuple):
        return [type(number) for number in value] == [type(number) for number in default]
    return type(value) is type(default)


def _allowed(spec: ParameterSpec, value: Any) -> bool:
    if spec.choices:
        return value in spec.choices
    return spec.low is None or spec.high is None or spec.low <= value <= spec.high
