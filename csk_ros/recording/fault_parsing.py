"""One entry of a fault script, as YAML gives it, to a fault."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from csk_ros.recording.fault import KINDS, Fault, Parameter
from csk_ros.stream.frame import STREAMS, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping


class FaultScriptError(ValueError):
    """A fault script that makes no sense; the message says which entry, what was expected and what came."""


_TIMES = {"from": Parameter(0.0, math.inf, default=0.0), "to": Parameter(0.0, math.inf, default=math.inf)}


def parse_fault(entry: object) -> Fault:
    """The fault of an entry such as `{rgb: darken, factor: 0.03, from: 5.0, to: 8.0}`.

    Without `from` it begins with the first picture, without `to` it lasts to the end.

    Raises:
        FaultScriptError: what was expected and what came.
    """
    if not isinstance(entry, dict):
        raise FaultScriptError(f"expected a mapping such as {{rgb: drop, from: 5.0, to: 8.0}}, got {entry!r}")
    camera, kind = _subject(entry)
    known = {**_TIMES, **KINDS[kind].parameters}
    unknown = [str(key) for key in entry if key not in known and key != camera]
    if unknown:
        raise FaultScriptError(f"{kind} takes {', '.join(known)}; got {', '.join(unknown)}")
    values = {name: _number(entry, name, parameter) for name, parameter in known.items()}
    start, end = values.pop("from"), values.pop("to")
    if end <= start:
        raise FaultScriptError(f"expected `to` after `from`, got from {start:g} to {end:g}")
    return Fault(camera, kind, start, end, values)


def _subject(entry: Mapping[Any, Any]) -> tuple[Stream, str]:
    """The camera and the kind of fault."""
    cameras = [camera for camera in STREAMS if camera in entry]
    if len(cameras) != 1:
        raise FaultScriptError(
            f"expected one camera, {' or '.join(STREAMS)}, and its fault; got the keys "
            f"{', '.join(map(str, entry)) or '(none)'}"
        )
    camera, kind = cameras[0], entry[cameras[0]]
    possible = [name for name, known in KINDS.items() if camera in known.cameras]
    if kind not in possible:
        raise FaultScriptError(f"expected a fault of {camera}: {', '.join(possible)}; got {kind!r}")
    return camera, str(kind)


def _number(entry: Mapping[Any, Any], name: str, parameter: Parameter) -> float:
    value = entry.get(name, parameter.default)
    if value is None:
        raise FaultScriptError(f"`{name}` is missing, expected {_range(parameter)}")
    # YAML's true and false are numbers to Python.
    right_kind = isinstance(value, int if parameter.whole else (int, float)) and not isinstance(value, bool)
    if not right_kind or not parameter.low <= value <= parameter.high:
        raise FaultScriptError(f"`{name}`: expected {_range(parameter)}, got {value!r}")
    return value if parameter.whole else float(value)


def _range(parameter: Parameter) -> str:
    kind = "a whole number" if parameter.whole else "a number"
    if parameter.high == math.inf:
        return f"{kind} from {parameter.low:g} up"
    return f"{kind} from {parameter.low:g} to {parameter.high:g}"
