"""Thermal pictures for an encoder that was made for colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def three_channels(picture: Tensor) -> Tensor:
    """Repeat a thermal picture [B, 1, H, W] three times; an rgb one [B, 3, H, W] comes back as it is."""
    return picture.expand(-1, 3, -1, -1)
