"""What is wrong with an image message."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "zero_size",
    "too_large",
    "size",
    "encoding",
    "step",
    "truncated",
    "corrupt",
    "empty",
    "stamp",
    "telemetry",
    "unregistered",
]


class ImageError(ValueError):
    """An image message that cannot be used; `reason` is a short name to count by."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
