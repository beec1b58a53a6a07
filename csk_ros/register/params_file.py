"""A params file that gives the node its homography."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.register.homography import Matrix


def params_text(homography: Matrix, comments: Sequence[str]) -> str:
    """The file's content.

    Args:
        homography: [3, 3], from rgb to thermal pixels.
        comments: lines to stand at its head.
    """
    rows = [", ".join(_double(number) for number in row) for row in homography]
    return "\n".join(
        [
            *(f"# {comment}" for comment in comments),
            "/**:",
            "  ros__parameters:",
            "    registration:",
            "      mode: homography",
            f"      homography: [{rows[0]},",
            f"                   {rows[1]},",
            f"                   {rows[2]}]",
            "",
        ]
    )


def _double(number: float) -> str:
    """With a point, so that it is no integer, and without an exponent, which not every YAML reader knows."""
    return np.format_float_positional(number, trim="0")
