"""A data set of synthetic street scenes: exact labels, at every time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.datasets.sample import Sample
from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_SECONDS = 60.0
"""Moments are taken of this long a time."""


class SyntheticSamples:
    """Moments of synthetic scenes, rendered once and kept in memory (1.5 MB each).

    Args:
        seeds: of the scenes.
        moments: taken of each scene, spread over a minute, and each at a daylight of its own.
    """

    def __init__(self, seeds: Iterable[int], moments: int) -> None:
        self._samples: list[Sample] = []
        names = []
        for seed in seeds:
            names += [f"seed {seed} moment {moment}" for moment in range(moments)]
            self._samples += _render(seed, moments)
        self.names = tuple(names)
        self.problems = ()
        self.left_out = 0

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, index: int) -> Sample:
        """Read one sample."""
        return self._samples[index]

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Read the class ids of one sample."""
        return self._samples[index].labels

    def turned(self) -> dict[str, int]:
        """Count no file: there are none."""
        return {}


def _render(seed: int, moments: int) -> Iterator[Sample]:
    scene = SyntheticScene(seed)
    rng = np.random.default_rng(seed)
    # Night, dusk and noon alike in every scene, in random order.
    daylights = rng.permutation(np.linspace(0, 1, moments))
    for daylight, time in zip(daylights, rng.uniform(0, _SECONDS, moments), strict=True):
        images = scene.render(float(time), float(daylight))
        yield Sample(images.rgb, images.thermal, images.labels)
