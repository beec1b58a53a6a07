"""How much a homography changes against the plain resize."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.register.homography import displacements, grid_points, resize_between

if TYPE_CHECKING:
    from csk_ros.register.homography import Matrix, Size

AS_GOOD = 2.0
"""Thermal pixels: what is nowhere further from the resize is within what the pictures tell."""


def resize_difference_lines(homography: Matrix, rgb_size: Size, thermal_size: Size) -> list[str]:
    """Say how far it lies from the resize over the thermal picture, and whether it is needed at all.

    Args:
        homography: [3, 3], from rgb to thermal pixels.
        rgb_size: width and height.
        thermal_size: likewise.
    """
    resize = resize_between(rgb_size, thermal_size)
    apart = displacements(resize, homography, grid_points(thermal_size))
    off = f"{apart.mean():.2f} pixels on the average, {apart.max():.2f} at worst"
    lines = [f"it differs from the plain resize by {off}"]
    if apart.max() < AS_GOOD:
        lines.append(f"less than {AS_GOOD:g} pixels anywhere: registration.mode none is as good")
    return lines
