"""rcl's parser of params files, followed event by event.

rcl has rules of its own: no aliases, a plain null is a text, of two values of different types the first type
counts, and a map in a map cuts names at their dots. So every step is taken as rcl takes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import yaml

from csk_ros.parameters.ros_scalar import Scalar, ros_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

RclValue = Scalar | list[bool] | list[int] | list[float] | list[str] | None
"""None: a name that has no value, such as one with an empty list."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml, as in rcl, where PyYAML was built with it."""

_PARAMS_KEY = "ros__parameters"
_STRING_TAG = "tag:yaml.org,2002:str"
_TYPES = (bool, int, float, str)
_TYPE_NAMES = ("bool", "integer", "double", "string")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")


class RclParamsError(ValueError):
    """A params file that rcl does not take; the message has the line and the reason."""


@dataclass
class RclParameter:
    """A name and its values in a block."""

    name: str
    values: dict[int, Scalar | list[Scalar]] = field(default_factory=dict)
    """By type: of values of two types rcl hands out the one that is first in its order, not the later."""

    @property
    def value(self) -> RclValue:
        """What a node gets."""
        # The lists are of one type, which the checker cannot see.
        return cast("RclValue", self.values[min(self.values)] if self.values else None)


@dataclass
class _Path:
    """Names of nested maps in one text; rcl cuts it at the last separator, wherever that came from."""

    separator: str
    text: str = ""
    depth: int = 0

    def push(self, name: str) -> None:
        separator = "" if self.depth == 0 or self.text.endswith(self.separator) else self.separator
        self.text += separator + name
        self.depth += 1

    def pop(self) -> None:
        self.depth -= 1
        self.text = self.text.rpartition(self.separator)[0] if self.depth else ""


def yaml_events(content: bytes) -> Iterator[yaml.Event]:
    """The events of YAML.

    Raises:
        RclParamsError: it is none.
    """
    try:
        yield from yaml.parse(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f"line {error.problem_mark.line + 1}: "
        raise RclParamsError(f"{line}expected YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise RclParamsError(f"expected YAML: {' '.join(str(error).split())}") from error


class RclReader:
    """The states that rcl's parser goes through in one file."""

    def __init__(self, blocks: dict[str, list[RclParameter]], parameter: RclParameter | None = None) -> None:
        """Begin before the first key of a file, or before the value of `parameter`."""
        self.heads: list[str] = []
        self._blocks = blocks
        self._parameters = [] if parameter is None else [parameter]
        self._index = 0
        self._node = _Path("/")
        self._prefix = _Path(".")
        self._depth = 0
        self._in_parameters = parameter is not None
        self._is_key = parameter is None
        self._is_new_map = False
        self._is_list = False
        self._list_type: int | None = None
        self._line = 0

    def take(self, event: yaml.Event) -> None:
        """Go on by an event.

        Raises:
            RclParamsError: rcl would refuse it.
        """
        if event.start_mark is not None:
            self._line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            if self._is_key:
                self._take_key(_as_c(event.value))
                self._is_key = False
            else:
                self._take_value(event)
                self._is_key = not self._is_list
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start_list()
        elif isinstance(event, yaml.SequenceEndEvent):
            self._is_list = False
            self._is_key = True
        elif isinstance(event, yaml.MappingStartEvent):
            self._depth += 1
            self._is_key = True
            # The map below ros__parameters has no prefix.
            self._is_new_map = not (self._in_parameters and self._depth == self._node.depth + 2)
        elif isinstance(event, yaml.MappingEndEvent):
            self._end_map()
        elif isinstance(event, yaml.AliasEvent):
            raise self._error(f"ROS does not take aliases such as *{event.anchor}")

    def _take_key(self, key: str) -> None:
        if not key:
            raise self._error("expected a name, got an empty one")
        if self._in_parameters:
            self._take_name(key)
        elif not key.startswith(_PARAMS_KEY):
            self._node.push(key)
        elif self._node.depth == 0:
            raise self._error(f"expected a node's name above {_PARAMS_KEY}")
        else:
            head = self._node.text
            if not _is_head(head):
                raise self._error(
                    f"expected a node's name, with or without namespace and wildcards, got '{head}'"
                )
            self._parameters = self._blocks.setdefault(head, [])
            self.heads.append(head)
            self._in_parameters = True

    def _take_name(self, name: str) -> None:
        if self._is_new_map:
            if self._index >= len(self._parameters):
                raise self._error("expected a name above the names in a map")
            self._prefix = _Path(".", self._parameters[self._index].name, self._prefix.depth + 1)
            self._is_new_map = False
        if self._prefix.depth == 0:
            self._find(name)
        else:
            self._find(self._prefix.text)
            self._parameters[self._index].name = f"{self._prefix.text}.{name}"

    def _find(self, name: str) -> None:
        names = [parameter.name for parameter in self._parameters]
        if name not in names:
            self._parameters.append(RclParameter(name))
            names.append(name)
        self._index = names.index(name)

    def _take_value(self, event: yaml.ScalarEvent) -> None:
        if not self._in_parameters or not self._parameters:
            raise self._error(f"expected a node, `{_PARAMS_KEY}:` and a name above the value '{event.value}'")
        quoted = event.style in {"'", '"'}
        if not event.value and not quoted:
            raise self._error("expected a value, got none")
        value = ros_scalar(_as_c(event.value), quoted=quoted or event.tag == _STRING_TAG)
        type_ = _TYPES.index(type(value))
        if self._index >= len(self._parameters):
            return
        values = self._parameters[self._index].values
        if not self._is_list:
            values[type_] = value
            return
        place = len(_TYPES) + type_
        if self._list_type is None:
            values[place] = []
        elif self._list_type != type_:
            expected, got = _TYPE_NAMES[self._list_type], _TYPE_NAMES[type_]
            raise self._error(f"expected a list of one type, got {got} '{event.value}' after {expected}")
        self._list_type = type_
        cast("list[Scalar]", values[place]).append(value)

    def _start_list(self) -> None:
        if self._is_key or not self._in_parameters:
            raise self._error(f"expected a list only as a parameter's value, below {_PARAMS_KEY} and a name")
        self._is_list = True
        self._list_type = None

    def _end_map(self) -> None:
        if self._in_parameters:
            if self._prefix.depth:
                self._prefix.pop()
            else:
                self._in_parameters = False
        elif self._node.depth and self._depth == self._node.depth + 1:
            self._node.pop()
        self._depth -= 1

    def _error(self, reason: str) -> RclParamsError:
        return RclParamsError(f"line {self._line}: {reason}")


def _as_c(text: str) -> str:
    """The part that a string of C holds."""
    return text.partition("\0")[0]


def _is_head(text: str) -> bool:
    return all(part in {"*", "**"} or _NAME.fullmatch(part) for part in text.removeprefix("/").split("/"))
