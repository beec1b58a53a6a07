"""A few moments of a recording with their pictures, small enough to be kept for any length of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.evaluation.pictures.label_layer import label_layer
from csk_ros.evaluation.pictures.panel import compress
from csk_ros.inference.thermal_grey import thermal_to_grey

if TYPE_CHECKING:
    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.judging.moment import Moment
    from csk_ros.evaluation.metrics.accuracy import FrameAccuracy
    from csk_ros.labels import LabelSet

SLOTS = 96
"""Most parts that a recording is cut into; of each, the album keeps a moment, and the worst one."""

SHORTEST = 0.125
"""Seconds of a part at the beginning; whenever there would be too many, parts are twice as long."""

WORST = 6

QUALITY = 75
"""Of JPEG: a page with all pictures of an album stays under 8 MB."""


@dataclass(frozen=True, eq=False)
class KeptMoment:
    """A moment whose pictures are files; None where there is nothing to show."""

    output: JudgedOutput
    rgb: bytes | None
    """JPEG."""
    thermal: bytes | None
    """JPEG."""
    truth: bytes | None
    """PNG of `label_layer`, to be laid over the picture that the labels belong to."""
    labels: bytes
    """Likewise."""
    accuracy: FrameAccuracy | None

    @property
    def anchor(self) -> bytes | None:
        """The picture that the labels belong to."""
        return self.rgb if self.output.anchor == "rgb" else self.thermal


class MomentAlbum:
    """Keeps moments spread evenly over a recording of any length, and the worst ones.

    Args:
        label_set: gives the colours.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self._slot = SHORTEST
        self._label_set = label_set
        self._kept: dict[int, KeptMoment] = {}
        self._worst: dict[int, KeptMoment] = {}

    def show(self, moment: Moment) -> None:
        """Consider a moment; one whose truth is known goes before one without."""
        while (slot := int(moment.output.time / self._slot)) >= SLOTS:
            self._halve()
        kept, worst = self._kept.get(slot), self._worst.get(slot)
        keep = kept is None or (kept.accuracy is None and moment.accuracy is not None)
        is_worst = _miou(moment) < (math.inf if worst is None else _miou(worst))
        if not keep and not is_worst:
            return
        small = self._shrink(moment)
        if keep:
            self._kept[slot] = small
        if is_worst:
            self._worst[slot] = small

    def _halve(self) -> None:
        """Make one of every two parts."""
        self._slot *= 2
        # The later of two goes in first: the earlier one takes its place, unless it is less.
        kept, self._kept = self._kept, {}
        for slot in sorted(kept, reverse=True):
            later = self._kept.get(slot // 2)
            if later is None or later.accuracy is None or kept[slot].accuracy is not None:
                self._kept[slot // 2] = kept[slot]
        worst, self._worst = self._worst, {}
        for slot in sorted(worst, key=lambda slot: _miou(worst[slot]), reverse=True):
            self._worst[slot // 2] = worst[slot]

    def moments(self) -> list[KeptMoment]:
        """One of each part of the recording that has any, in order."""
        return [self._kept[slot] for slot in sorted(self._kept)]

    def worst(self) -> list[KeptMoment]:
        """The moments of the lowest mIoU, the worst first, no two of one part of the recording."""
        return sorted(self._worst.values(), key=_miou)[:WORST]

    def _shrink(self, moment: Moment) -> KeptMoment:
        return KeptMoment(
            moment.output,
            None if moment.rgb is None else compress(moment.rgb, QUALITY),
            None if moment.thermal is None else compress(thermal_to_grey(moment.thermal), QUALITY),
            None if moment.truth is None else label_layer(moment.truth, self._label_set),
            label_layer(moment.labels, self._label_set),
            moment.accuracy,
        )


def _miou(moment: Moment | KeptMoment) -> float:
    """Of a moment; the best there is where it is not known."""
    if moment.accuracy is None or math.isnan(moment.accuracy.miou):
        return math.inf
    return moment.accuracy.miou
