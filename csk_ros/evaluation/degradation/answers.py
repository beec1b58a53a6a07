"""What the network says of pictures that get worse, counted picture by picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.look import Look, look_at
from csk_ros.evaluation.metrics.confusion import Confusion, ForeignIdsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.sample import Sample, SampleSource
    from csk_ros.inference.segmenter import Segmenter

    Matrix = NDArray[np.int64]
    """Of one picture, see `Confusion.matrix`."""


@dataclass
class Case:
    """All pictures at one severity, in the order of the samples."""

    severity: float | None
    """None: as they are."""
    fused: list[Matrix] = field(default_factory=list)
    rgb: list[Matrix] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


@dataclass
class Answers:
    """Fused and rgb in every case, and thermal, which is the same in all of them."""

    cases: dict[str, list[Case]]
    """By kind; the first case of each is that of the pictures as they are."""
    thermal: list[Matrix] = field(default_factory=list)


def cases_of(kinds: Sequence[str]) -> int:
    """Number of different cases: every severity of these kinds, and the pictures as they are."""
    return 1 + sum(len(KINDS[kind].severities) for kind in kinds)


def collect_answers(
    segmenter: Segmenter,
    samples: SampleSource,
    kinds: Sequence[str],
    *,
    progress: Callable[[], object] = lambda: None,
) -> Answers:
    """Label every picture from thermal, then from rgb with and without thermal in every case.

    Args:
        segmenter: the network as a robot runs it.
        samples: with rgb.
        kinds: names out of KINDS.
        progress: called after each picture in each case.

    Raises:
        ValueError: there are less than 2 samples, one lacks rgb, its pictures differ in size, or its labels
            hold ids that are not in the network's label set.
    """
    if len(samples) < 2:
        raise ValueError(f"expected 2 labelled pairs or more to compare, got {len(samples)}")
    untouched = Case(None)
    answers = Answers(
        {kind: [untouched, *map(Case, KINDS[kind].severities)] for kind in kinds},
    )
    for index in range(len(samples)):
        pair = _Pair(segmenter, samples, index)
        answers.thermal.append(pair.count(None, thermal=True))
        pair.add_to(untouched, pair.rgb)
        progress()
        for kind, cases in answers.cases.items():
            for case in cases:
                if case.severity is not None:
                    pair.add_to(case, KINDS[kind].harm(pair.rgb, case.severity, pair.later))
                    progress()
    return answers


class _Pair:
    """One sample, its answers and its neighbours."""

    def __init__(self, segmenter: Segmenter, samples: SampleSource, index: int) -> None:
        self._segmenter = segmenter
        self._samples = samples
        self._index = index
        self._sample = samples[index]
        self.rgb = _rgb_of(self._sample, samples.names[index])

    def later(self, pairs: int) -> NDArray[np.uint8]:
        """The rgb picture so many pairs further on, counted in a ring of all the others."""
        others = len(self._samples) - 1
        index = (self._index + 1 + (pairs - 1) % others) % (others + 1)
        return _rgb_of(self._samples[index], self._samples.names[index])

    def add_to(self, case: Case, rgb: NDArray[np.uint8]) -> None:
        """Count the answers with this rgb picture."""
        case.fused.append(self.count(rgb, thermal=True))
        case.rgb.append(self.count(rgb, thermal=False))
        case.looks.append(look_at(rgb))

    def count(self, rgb: NDArray[np.uint8] | None, *, thermal: bool) -> Matrix:
        """Label the sample and count its pixels."""
        answer = self._segmenter(rgb, self._sample.thermal if thermal else None, confidence=False)
        counted = Confusion(self._segmenter.label_set)
        try:
            counted.add(self._sample.labels, answer.labels)
        except ForeignIdsError as error:
            name = self._samples.names[self._index]
            raise ValueError(f"the labels of '{name}' do not fit the network: {error}") from error
        return counted.matrix


def _rgb_of(sample: Sample, name: str) -> NDArray[np.uint8]:
    if sample.rgb is None:
        raise ValueError(f"'{name}' has no rgb picture that could get worse")
    return sample.rgb
