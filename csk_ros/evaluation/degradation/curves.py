"""How the modes compare as one thing gets worse: figures of the answers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.evaluation.degradation.bootstrap import difference_interval
from csk_ros.evaluation.metrics.confusion import mean_iou
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.evaluation.degradation.answers import Answers, Case

MEASURES = ("mean_grey", "dark_level", "glare_share", "flat_contrast")
"""Of a Look."""


@dataclass(frozen=True)
class Point:
    """All pictures at one severity."""

    severity: float | None
    """None: as they are."""
    fused: float
    """mIoU, as `rgb`."""
    rgb: float
    difference: float
    """mIoU of fused less that of thermal."""
    interval: tuple[float, float]
    """Of the difference, see `difference_interval`."""
    called: dict[Health, float]
    """Share of the pictures that the node's check calls so, without those that are ok."""
    looks: dict[str, float]
    """Medians of MEASURES."""

    @property
    def left(self) -> float:
        """Share of the pictures that the node does not use rgb of."""
        return math.fsum(self.called.values())

    @property
    def clearly_better(self) -> bool:
        """Whether fused is, with the whole interval."""
        return self.interval[0] > 0

    @property
    def clearly_worse(self) -> bool:
        """Whether fused is, with the whole interval."""
        return self.interval[1] < 0


@dataclass(frozen=True)
class Curves:
    """The figures of all kinds."""

    thermal: float
    """mIoU of thermal alone."""
    points: dict[str, list[Point]]
    """By kind, in the order of its severities; the first is that of the pictures as they are."""


def curves_of(answers: Answers) -> Curves:
    """Sum up what was counted."""
    thermal = np.stack(answers.thermal)
    points = {kind: [_point(case, thermal) for case in cases] for kind, cases in answers.cases.items()}
    return Curves(_miou(thermal), points)


def _point(case: Case, thermal: NDArray[np.int64]) -> Point:
    fused, rgb = np.stack(case.fused), np.stack(case.rgb)
    verdicts = Counter(look.verdict for look in case.looks)
    return Point(
        severity=case.severity,
        fused=_miou(fused),
        rgb=_miou(rgb),
        difference=_miou(fused) - _miou(thermal),
        interval=difference_interval(fused, thermal),
        called={
            verdict: count / len(case.looks)
            for verdict, count in verdicts.most_common()
            if verdict is not Health.OK
        },
        looks={name: float(np.median([getattr(look, name) for look in case.looks])) for name in MEASURES},
    )


def _miou(matrices: NDArray[np.int64]) -> float:
    """Of all pictures, i64[P, C, C + 1], as if they were one."""
    return float(mean_iou(matrices.sum(axis=0)))
