"""What moves between the successive pictures of one camera, as a few numbers a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture
from csk_ros.sync_check.detail import COLUMNS, ROWS, detail, reduced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.stream.frame import Stream

CELLS = (6, 8)
"""Rows and columns over which change is measured: a car is then somewhere, not only at some time."""

LONGEST_STEP = 2.5
"""Steps over so many usual ones span lost or frozen pictures, and say nothing of when something moved."""

FULL_SCALE = np.float32(255)
"""White of a decoded colour picture."""

_WINDOW = cv2.createHanningWindow((COLUMNS, ROWS), cv2.CV_32F)
_PICTURE = PictureSettings()


@dataclass(frozen=True)
class Motion:
    """The steps from one picture to the next that can be trusted."""

    start: NDArray[np.int64]
    """[steps] stamps in ns of the pictures before, rising."""
    end: NDArray[np.int64]
    """[steps] stamps in ns of the pictures after."""
    change: NDArray[np.float32]
    """[steps, 48] mean change of the detail in each cell, from 0 up."""
    shift: NDArray[np.float32]
    """[steps, 2] displacement of the whole picture along x and y, in pixels of 160x120 a second."""


class MotionTracker:
    """Follows one camera picture by picture and keeps some fifty numbers of each.

    A picture that repeats the one before (a frozen camera, a closed shutter, a core slower than its driver)
    is passed over; one without content, and rgb that is dark, glaring or flat, ends the chain.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._steps: list[tuple[int, int]] = []
        self._change: list[NDArray[np.float32]] = []
        self._shift: list[Sequence[float]] = []
        self._stamp = 0
        self._picture: NDArray[np.float32] | None = None
        self._detail: NDArray[np.float32] | None = None
        self.repeated = 0
        """Pictures that were those before again."""
        self.unusable = 0
        """Pictures that were dark, glaring, flat or empty."""

    def see(self, stamp: int, image: NDArray[Any]) -> None:
        """Take in the next picture; its stamp (ns) is above the last one."""
        picture = reduced(image)
        if self._picture is not None and np.array_equal(picture, self._picture):
            self.repeated += 1
            return
        self._picture = picture
        bad = self._stream == "rgb" and judge_picture(picture / FULL_SCALE, _PICTURE) is not Health.OK
        now = None if bad else detail(picture)
        before, self._detail = self._detail, now
        if now is None:
            self.unusable += 1
        elif before is not None:
            self._steps.append((self._stamp, stamp))
            self._change.append(_by_cell(np.abs(now - before)))
            # Handed over, the window would be multiplied into our own pictures.
            self._shift.append(cv2.phaseCorrelate(before * _WINDOW, now * _WINDOW)[0])
        self._stamp = stamp

    def motion(self) -> Motion:
        """What has been seen, without the steps that are too long."""
        steps = np.array(self._steps, np.int64).reshape(-1, 2)
        lengths = steps[:, 1] - steps[:, 0]
        kept = lengths <= LONGEST_STEP * np.median(lengths) if len(lengths) else np.zeros(0, bool)
        shift = np.array(self._shift, np.float32).reshape(-1, 2)[kept]
        return Motion(
            start=steps[kept, 0],
            end=steps[kept, 1],
            change=np.array(self._change, np.float32).reshape(-1, CELLS[0] * CELLS[1])[kept],
            shift=np.asarray(shift * 1e9 / lengths[kept, np.newaxis], np.float32),
        )


def _by_cell(change: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = CELLS
    return np.asarray(cv2.resize(change, (columns, rows), interpolation=cv2.INTER_AREA).ravel(), np.float32)
