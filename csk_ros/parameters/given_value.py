"""A value that is given for a parameter, taken or refused as the node would."""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml

from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_spec import ParameterSpec, Value

_SPECS = {spec.name: spec for spec in SEGMENTATION_PARAMETERS}


class RosLoader(yaml.SafeLoader):
    """Takes 1e-3 and -.5 for numbers, as ROS does and YAML 1.1 does not."""


RosLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"), list("-+.0123456789")
)


class ParametersError(ValueError):
    """A params file or a value in it that the node would not take; the message says why."""


def checked(name: str, value: object) -> Value:
    """A value that the node would take for a parameter.

    Raises:
        ParametersError: there is no such parameter, or the value has the wrong type or is out of range.
    """
    spec = _SPECS.get(name)
    if spec is None:
        raise ParametersError(f"there is no parameter '{name}'; {_alike(name)}")
    value = tuple(value) if isinstance(value, list) else value
    if not isinstance(value, bool | int | float | str | tuple) or not _same_type(value, spec.default):
        shown = list(value) if isinstance(value, tuple) else value
        raise ParametersError(f"{name}: expected a value of type {spec.type_name}, got {shown!r}")
    if not _allowed(spec, value):
        raise ParametersError(f"{name}: expected {spec.range_text}, got {value}")
    return value


def _alike(name: str) -> str:
    """Name the parameters that may be meant, and where all of them are told."""
    found = get_close_matches(name, _SPECS, n=2, cutoff=0.75)
    meant = f"did you mean {' or '.join(found)}? " if found else ""
    return f"{meant}`python -m csk_ros parameters --yaml` lists all"


def parsed(name: str, text: str) -> Value:
    """The value that a text on the command line stands for.

    Raises:
        ParametersError: see `checked`.
    """
    spec = _SPECS.get(name)
    value: object = text
    if spec is not None and not isinstance(spec.default, str):
        # A text that is no YAML is none of the values that are expected here either.
        with suppress(yaml.YAMLError, ValueError, OverflowError):
            value = RosLoader(text).get_single_data()
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
