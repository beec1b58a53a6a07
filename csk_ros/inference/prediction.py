"""What a network says about one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.mode import Mode


class Prediction(NamedTuple):
    """Labels of one moment, and how sure they are."""

    labels: NDArray[np.uint8]
    """[H, W] class ids on the input pictures' grid."""
    confidence: NDArray[np.uint8] | None
    """[H, W]: the softmax probability of the label times 255, rounded; None if it was not asked for."""
    mode: Mode
    """The branch that answered."""
    inference_time: int = 0
    """What the runtime took, in ns."""
