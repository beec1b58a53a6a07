"""Which branch of the network made an output."""

from __future__ import annotations

from enum import Enum

NO_MODE = "none"
"""What `segmentation/mode` says while nothing can be published."""


class Mode(str, Enum):
    """The branch an output came from; the value is what `segmentation/mode` publishes."""

    FUSED = "fused"
    THERMAL = "thermal"
    RGB = "rgb"

    def __str__(self) -> str:
        return self.value
