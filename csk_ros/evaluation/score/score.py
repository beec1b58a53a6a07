"""How good a network's labels are in every mode, by day and by night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.metrics.confusion import Confusion, ForeignIdsError
from csk_ros.evaluation.metrics.rounded import rounded
from csk_ros.mode import Mode
from csk_ros.recording.picture_damage import darken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.sample import SampleSource
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.labels import LabelSet

Figures = dict[str, Any]


class Score:
    """How one mode's answers compare with the truth: in all pictures, and by the light they were taken in.

    Args:
        label_set: what ids mean.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self.all = Confusion(label_set)
        self.day = Confusion(label_set)
        """Of pictures whose name ends in D, as those of MFNet and MSRS do."""
        self.night = Confusion(label_set)
        """Of pictures whose name ends in N."""

    def add(self, name: str, truth: NDArray[np.uint8], answer: NDArray[np.uint8]) -> None:
        """Count a picture, see `Confusion.add`."""
        self.all.add(truth, answer)
        lighting = {"D": self.day, "N": self.night}.get(name[-1:])
        if lighting is not None:
            lighting.add(truth, answer)

    def figures(self) -> Figures:
        """The figures for JSON, rounded to 4 digits; null is what there is nothing to tell of.

        `miou`, `iou` by class, and the mIoU of `day` and `night`.
        """
        return {
            "miou": rounded(self.all.miou),
            "iou": {name: rounded(iou) for name, iou in self.all.iou.items()},
            "day": rounded(self.day.miou),
            "night": rounded(self.night.miou),
        }


def score(
    segmenter: Segmenter,
    samples: SampleSource,
    modes: Iterable[Mode] = tuple(Mode),
    *,
    rgb_light: float = 1.0,
    progress: Callable[[], object] = lambda: None,
) -> dict[Mode, Score]:
    """Score modes in one pass over the samples.

    Args:
        segmenter: the network as a robot runs it.
        samples: with rgb, unless thermal is the only mode.
        modes: in the order that they are wanted in.
        rgb_light: factor of 0 to 1 that rgb pictures are multiplied with before the network sees them;
            0 is black. Thermal pictures stay as they are.
        progress: called after each sample.

    Raises:
        ValueError: `rgb_light` is out of range, a sample lacks a picture that a mode needs, its pictures
            differ in size, or its labels hold ids that are not in the network's label set.
    """
    if not 0 <= rgb_light <= 1:
        raise ValueError(f"expected a factor of 0 to 1 for the light of rgb, got {rgb_light:g}")
    scores = {mode: Score(segmenter.label_set) for mode in modes}
    for index, name in enumerate(samples.names):
        sample = samples[index]
        rgb = None if sample.rgb is None else darken(sample.rgb, rgb_light)
        for mode, counted in scores.items():
            if rgb is None and mode is not Mode.THERMAL:
                raise ValueError(f"'{name}' has no rgb picture, which mode {mode} needs; score thermal alone")
            answer = segmenter(
                None if mode is Mode.THERMAL else rgb,
                None if mode is Mode.RGB else sample.thermal,
                confidence=False,
            )
            try:
                counted.add(name, sample.labels, answer.labels)
            except ForeignIdsError as error:
                raise ValueError(f"the labels of '{name}' do not fit the network: {error}") from error
        progress()
    return scores
