"""A value that is given for a parameter, taken or refused as the node would."""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from csk_ros.parameters.rcl_params import parse_value
from csk_ros.parameters.rcl_reader import RclParamsError
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_spec import ParameterSpec, Value

_SPECS = {spec.name: spec for spec in SEGMENTATION_PARAMETERS}


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


def is_known(name: str) -> bool:
    """Whether the node has a parameter of this name."""
    return name in _SPECS


def similar(name: str) -> list[str]:
    """The node's parameters that a wrong name may mean."""
    return get_close_matches(name, _SPECS, n=2, cutoff=0.75)


def _alike(name: str) -> str:
    """Name the parameters that may be meant, and where all of them are told."""
    found = similar(name)
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
