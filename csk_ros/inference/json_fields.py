"""Reading JSON from a stranger: every value is checked and named when it is wrong."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, TypeGuard


class JsonFields:
    """The members of one JSON object; each reader returns a value of its type or says what is wrong with it.

    Args:
        value: what the JSON text held.
        names: the members there have to be, no more and no less.
        path: where the object stands in the whole, for messages.

    Raises:
        ValueError: value is not an object, or has other members; so all the readers.
    """

    def __init__(self, value: object, names: tuple[str, ...], path: str = "") -> None:
        self._path = path
        if not isinstance(value, dict):
            _refuse(path, value, "an object")
        missing = [name for name in names if name not in value]
        unknown = [name for name in value if name not in names]
        if missing or unknown:
            raise ValueError(
                f"{path or 'the metadata'} lacks the members {missing} and has the unknown members {unknown}"
            )
        self._members: dict[str, object] = value

    def child(self, name: str, names: tuple[str, ...]) -> JsonFields:
        """Read an object that has the members `names`."""
        return JsonFields(self._members[name], names, self._where(name))

    def text(self, name: str) -> str:
        """Read a printable text that is not empty."""
        value = self._members[name]
        # What cannot be printed would break log lines and messages later.
        if not isinstance(value, str) or not value or not value.isprintable():
            self._refuse(name, "a printable text")
        return value

    def number(self, name: str) -> float:
        """Read a finite number."""
        value = self._members[name]
        if not _is_number(value):
            self._refuse(name, "a finite number")
        return float(value)

    def numbers(self, name: str, count: int) -> tuple[float, ...]:
        """Read a list of `count` finite numbers."""
        values = self._members[name]
        if not isinstance(values, list) or len(values) != count or not all(map(_is_number, values)):
            self._refuse(name, f"a list of {count} finite numbers")
        return tuple(float(value) for value in values)

    def whole_numbers(self, name: str, count: int, low: int, high: int) -> tuple[int, ...]:
        """Read a list of `count` whole numbers of low..high."""
        values = self._members[name]
        if not isinstance(values, list) or len(values) != count or not _are_within(values, low, high):
            self._refuse(name, f"a list of {count} whole numbers of {low}..{high}")
        return tuple(values)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of printable texts that are not empty."""
        values = self._members[name]
        if not isinstance(values, list) or not all(
            isinstance(value, str) and value and value.isprintable() for value in values
        ):
            self._refuse(name, "a list of printable texts")
        return tuple(values)

    def colours(self, name: str) -> tuple[tuple[int, int, int], ...]:
        """Read a list of colours, three whole numbers of 0..255 each."""
        values = self._members[name]
        if not isinstance(values, list) or not all(
            isinstance(value, list) and len(value) == 3 and _are_within(value, 0, 255) for value in values
        ):
            self._refuse(name, "a list of colours [red, green, blue] of 0..255")
        return tuple((red, green, blue) for red, green, blue in values)

    def mapping(self, name: str) -> dict[str, Any]:
        """Read an object of any members."""
        value = self._members[name]
        if not isinstance(value, dict):
            self._refuse(name, "an object")
        return value

    def _refuse(self, name: str, wanted: str) -> NoReturn:
        _refuse(self._where(name), self._members[name], wanted)

    def _where(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _refuse(path: str, value: object, wanted: str) -> NoReturn:
    raise ValueError(f"{path or 'the metadata'} is {_shown(value)}, wanted is {wanted}")


def parse_json(text: str) -> object:
    """Parse a JSON text.

    Raises:
        ValueError: it is not JSON, holds NaN or Infinity, or is nested beyond reason.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"the JSON holds {constant}, which is no number")


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    # A whole number in JSON has no limit, a float has.
    return abs(value) <= 1e30 and math.isfinite(value)


def _are_within(values: list[object], low: int, high: int) -> bool:
    return all(type(value) is int and low <= value <= high for value in values)


def _shown(value: object) -> str:
    """A value for a message, not longer than a line."""
    text = ascii(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
