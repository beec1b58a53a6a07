"""The values of a node's parameters, each in its own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.parameters.parameter_spec import ParameterSpec, Value


class ParameterValues:
    """A value for every parameter of a node.

    Args:
        table: the node's parameters.
        given: values that differ from the defaults, by name; of the right types and within their ranges.
    """

    def __init__(self, table: Sequence[ParameterSpec], given: Mapping[str, Value] | None = None) -> None:
        self._values: dict[str, Value] = {spec.name: spec.default for spec in table} | dict(given or {})

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def text(self, name: str) -> str:
        """The value of a string parameter."""
        return str(self._values[name])

    def number(self, name: str) -> float:
        """The value of a double parameter."""
        return cast("float", self._values[name])

    def whole(self, name: str) -> int:
        """The value of an integer parameter."""
        return cast("int", self._values[name])

    def numbers(self, name: str) -> tuple[float, ...]:
        """The value of a double array parameter."""
        return cast("tuple[float, ...]", self._values[name])

    def flag(self, name: str) -> bool:
        """The value of a bool parameter."""
        return bool(self._values[name])
