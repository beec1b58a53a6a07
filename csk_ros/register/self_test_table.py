"""What a self-test found, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.text_table import NOTHING, Row, text_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.register.self_test import SelfTest

HEAD: Row = ("error in pixels", "warps", "median", "90 %", "worst")


def self_test_lines(test: SelfTest, frames: int) -> list[str]:
    """Lines with the distribution of the errors."""
    kept = [recovery for recovery in test.recoveries if not recovery.refused]
    rows = [
        _row("trusted", [recovery.error for recovery in kept]),
        _row("all", [recovery.error for recovery in test.recoveries]),
        _row("trusted, against the resize", [recovery.plain_error for recovery in kept]),
        _row("trusted, between halves", [recovery.apart for recovery in kept]),
    ]
    return [
        f"  moments each: {frames}; reference from {test.reference_moments} others, on the average",
        f"  {test.reference_shift:.2f} pixels from the plain resize",
        f"  refused: {len(test.recoveries) - len(kept)} of {len(test.recoveries)}",
        "",
        *text_table(HEAD, rows),
    ]


def _row(name: str, errors: Sequence[float]) -> Row:
    if not errors:
        return name, "0", NOTHING, NOTHING, NOTHING
    figures = np.median(errors), np.quantile(errors, 0.9), max(errors)
    return name, str(len(errors)), *(f"{figure:.2f}" for figure in figures)
