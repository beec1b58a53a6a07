"""The pictures that each mode answers from, by name and in the order of the graphs' inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray

INPUTS: dict[Mode, tuple[str, ...]] = {
    Mode.FUSED: ("rgb", "thermal"),
    Mode.THERMAL: ("thermal",),
    Mode.RGB: ("rgb",),
}


def example_inputs(mode: Mode, size: tuple[int, int]) -> list[NDArray[Any]]:
    """Black pictures as a graph takes them: rgb uint8[1, H, W, 3], thermal float32[1, H, W]."""
    examples: dict[str, NDArray[Any]] = {
        "rgb": np.zeros((1, *size, 3), np.uint8),
        "thermal": np.zeros((1, *size), np.float32),
    }
    return [examples[name] for name in INPUTS[mode]]
