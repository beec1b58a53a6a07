"""One moment of a recording, as a person would want to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.metrics.accuracy import FrameAccuracy


@dataclass(frozen=True, eq=False)
class Moment:
    """Labels, what the cameras showed, and the truth once it is known."""

    output: JudgedOutput
    labels: NDArray[np.uint8]
    """[H, W] class ids."""
    rgb: NDArray[np.uint8] | None
    """[h, w, 3], the picture that was used, else the newest; None if none had come."""
    thermal: NDArray[Any] | None
    """[h, w], likewise."""
    truth: NDArray[np.uint8] | None = None
    """[H, W] class ids."""
    accuracy: FrameAccuracy | None = None
