"""A data set kept in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.sample import Sample, SampleSource


class CachedSamples:
    """Samples that are read once and then kept, decoded.

    At 640x480 a sample takes 1.5 MB with 8-bit thermal, 1.8 MB with 16-bit, 0.6 MB without rgb: the 1,083
    pairs of MSRS 1.7 GB.

    Args:
        source: where they come from; its samples must not change.
    """

    def __init__(self, source: SampleSource) -> None:
        self._source = source
        self._kept: dict[int, Sample] = {}

    @property
    def names(self) -> Sequence[str]:
        """What the samples are called, in their order."""
        return self._source.names

    def __len__(self) -> int:
        return len(self._source)

    def __getitem__(self, index: int) -> Sample:
        """Give one sample, read now or before."""
        # From the end is the same sample as from the start.
        index = range(len(self))[index]
        if index not in self._kept:
            self._kept[index] = self._source[index]
        return self._kept[index]

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Give the class ids of one sample, which is kept whole."""
        return self[index].labels
