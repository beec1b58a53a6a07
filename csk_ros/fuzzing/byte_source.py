"""Decisions read off a byte string, so that a fuzzer of bytes is a fuzzer of whatever they decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class ByteSource:
    """Gives numbers, choices and bytes; all zero once the byte string is used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included; `low` for zeros."""
        span = high - low + 1
        size = ((span - 1).bit_length() + 7) // 8
        return low + int.from_bytes(self.take(size), "little") % span

    def choice(self, options: Sequence[T]) -> T:
        """One of some options, the first for a zero."""
        return options[self.number(0, len(options) - 1)]

    def one_in(self, number: int) -> bool:
        """True in one of so many cases; False for a zero."""
        return self.number(1, number) == number

    def take(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        taken = self._data[self._position : self._position + size]
        self._position += len(taken)
        return taken

    def rest(self) -> bytes:
        """All bytes that are left."""
        return self.take(len(self._data))

    def text(self) -> str:
        """Up to 255 bytes as rclpy hands over a string's: none is refused, what is no UTF-8 is replaced."""
        return self.take(self.number(0, 255)).decode("utf-8", "replace")
