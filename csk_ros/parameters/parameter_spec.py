"""One parameter of a node: what it is called, which values it takes, and when a new one counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Value = bool | int | float | str | tuple[float, ...]
"""A tuple stands for an array of doubles, of as many as its parameter's default has."""


class Takes(str, Enum):
    """When a new value takes effect."""

    LIVE = "at once"
    CONFIGURE = "on configure"
    """Refused unless the node is unconfigured: the value is read when it configures."""
    START = "at start"
    """Read-only: given on the command line or in a params file."""


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter: its type is its default's."""

    name: str
    default: Value
    description: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    takes: Takes = Takes.LIVE

    @property
    def type_name(self) -> str:
        """The parameter's type in ROS's words."""
        if isinstance(self.default, tuple):
            return f"{len(self.default)} doubles"
        return {bool: "bool", int: "integer", float: "double", str: "string"}[type(self.default)]

    @property
    def range_text(self) -> str:
        """What values are allowed, for people; empty where any value is."""
        if self.choices:
            return ", ".join(self.choices)
        return "" if self.low is None else f"{self.low:g} .. {self.high:g}"
