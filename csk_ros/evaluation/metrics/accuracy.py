"""How labels compare with the ground truth: by mode and lighting, and frame by frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.evaluation.metrics.confusion import Confusion, iou_of, mean_iou, pixel_accuracy
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.metrics.rounded import rounded, rounded_share
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet


@dataclass(frozen=True)
class FrameAccuracy:
    """Of one picture."""

    pixel_accuracy: float
    """NaN if the truth leaves every pixel unlabelled."""
    miou: float
    """Over the classes that truth or answer have; NaN as above."""


class Accuracy:
    """Counts pixels by truth and answer, apart for every mode and lighting.

    Args:
        label_set: what ids mean.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self.label_set = label_set
        self.frames: dict[Hashable, FrameAccuracy] = {}
        """By what the pictures were counted under."""
        self._matrices: dict[tuple[Mode, Lighting], NDArray[np.int64]] = {}
        self._pictures: dict[tuple[Mode, Lighting], int] = {}

    def add(
        self,
        key: Hashable,
        mode: Mode,
        lighting: Lighting,
        *,
        truth: NDArray[np.uint8],
        answer: NDArray[np.uint8],
    ) -> FrameAccuracy:
        """Count one picture, see `Confusion.add`, and tell its own figures.

        Args:
            key: what to keep its figures under; a stamp will not do, a recording that loops has it twice.
            mode: that answered.
            lighting: of the moment.
            truth: u8[H, W].
            answer: u8[H, W].

        Raises:
            ValueError: their sizes differ.
            ForeignIdsError: the truth holds an id that the label set does not have.
        """
        one = Confusion(self.label_set)
        one.add(truth, answer)
        of = (mode, lighting)
        self._matrices[of] = self._matrices.get(of, 0) + one.matrix
        self._pictures[of] = self._pictures.get(of, 0) + 1
        self.frames[key] = frame = FrameAccuracy(one.pixel_accuracy, one.miou)
        return frame

    def figures(
        self, modes: Iterable[Mode] = tuple(Mode), lightings: Iterable[Lighting] = tuple(Lighting)
    ) -> dict[str, Any] | None:
        """The figures over some modes and lightings for JSON, rounded to 4 digits; None without a picture.

        `confusion` has the truth down and the answer across, the last column for labels of no class.
        """
        keys = [(mode, lighting) for mode in modes for lighting in lightings]
        pictures = sum(self._pictures.get(key, 0) for key in keys)
        if not pictures:
            return None
        matrix = np.sum([self._matrices[key] for key in keys if key in self._matrices], axis=0)
        return {
            "pictures": pictures,
            "pixel_accuracy": rounded_share(pixel_accuracy(matrix)),
            "miou": rounded(float(mean_iou(matrix))),
            "iou": dict(zip(self.label_set.classes, map(rounded, iou_of(matrix).tolist()), strict=True)),
            "confusion": matrix.tolist(),
        }
