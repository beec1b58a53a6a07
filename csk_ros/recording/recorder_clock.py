"""Recorded times that a clock shows only before it is set."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from csk_ros.messages.stamp import SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

SET = tuple(round(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) * SECOND for year in (2000, 2100))
"""Nanoseconds between which a clock shows a time of the present."""

LONG_GAP = 3600 * SECOND
"""Nanoseconds without an image that are worth a warning: they are played and evaluated as they are."""


class Times(NamedTuple):
    """When a recording's images were recorded, and what is strange about it."""

    earliest: int
    latest: int
    """In nanoseconds; images outside are left out."""
    warnings: list[str]


def examine(times: NDArray[np.int64]) -> Times:
    """Find the images that were recorded before the recorder's clock was set, and long gaps.

    Of times of the present and others, the others are of an unset clock: a computer without a battery starts
    in 1970, and a recorder that waits for simulated time at 0. A recording in which no time is of the
    present is left as it is: simulated time begins at 0.

    Args:
        times: of all images, sorted, one at least.
    """
    present = (times >= SET[0]) & (times < SET[1])
    warnings = []
    if present.any() and not present.all():
        others = times[~present]
        at = " to ".join(dict.fromkeys(map(_seconds, (others[0], others[-1]))))
        warnings.append(
            f"{len(others)} of {len(times)} images were recorded at {at} s, the others from "
            f"{_seconds(times[present][0])} s on: the recorder's clock was not set. They are left out"
        )
        times = times[present]
    gaps = np.diff(times)
    if len(gaps) and gaps.max() >= LONG_GAP:
        place = int(gaps.argmax())
        warnings.append(
            f"{_seconds(gaps[place])} s without an image, after {_seconds(times[place])} s: what plays the "
            "recording waits as long"
        )
    return Times(int(times[0]), int(times[-1]), warnings)


def _seconds(time: np.int64) -> str:
    return f"{int(time) / SECOND:.3f}".rstrip("0").rstrip(".")
