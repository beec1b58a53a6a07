"""What is wrong with a point cloud message."""

from __future__ import annotations

from typing import Literal

Reason = Literal["empty", "fields", "step", "truncated"]


class PointCloudError(ValueError):
    """A point cloud message that cannot be used; `reason` is a short name to count by."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
