"""Colour images as a UVC camera sends them, worked out without the libraries that read them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.scene import SceneImages


@cache
def street(seed: int = 3, daylight: float = 0.8) -> SceneImages:
    """A rendered street with people and cars."""
    return SyntheticScene(seed).render(1.0, daylight)


def yuyv_of(rgb: NDArray[np.uint8], *, full_range: bool = False) -> NDArray[np.uint8]:
    """BT.601 with chroma halved along rows, uint8[h, w, 2]: luma, then U and V in turn."""
    red, green, blue = np.moveaxis(rgb[:, : rgb.shape[1] // 2 * 2].astype(np.float64), -1, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    u, v = (blue - luma) / 1.772, (red - luma) / 1.402
    if not full_range:
        luma, u, v = 16 + luma * 219 / 255, u * 224 / 255, v * 224 / 255
    packed = np.empty((*luma.shape, 2))
    packed[..., 0] = luma
    packed[:, 0::2, 1] = 128 + (u[:, 0::2] + u[:, 1::2]) / 2
    packed[:, 1::2, 1] = 128 + (v[:, 0::2] + v[:, 1::2]) / 2
    return np.clip(np.rint(packed), 0, 255).astype(np.uint8)
