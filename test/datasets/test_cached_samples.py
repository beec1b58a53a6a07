"""Samples that are kept after their first reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.cached_samples import CachedSamples
from csk_ros.datasets.paired_folder import PairedFolder

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.sample import Sample


class CountingFolder(PairedFolder):
    reads = 0

    def __getitem__(self, index: int) -> Sample:
        self.reads += 1
        return super().__getitem__(index)


@pytest.fixture
def source(data: Path) -> CountingFolder:
    return CountingFolder(data / "pairs", rgb="vi", thermal="ir")


def test_a_sample_is_read_once(source: CountingFolder):
    samples = CachedSamples(source)
    assert source.reads == 0
    first = samples[1]
    assert samples[1] is first
    assert samples[-2] is first
    assert samples.labels(1) is first.labels
    assert source.reads == 1
    samples.labels(2)
    assert samples[2] is samples[2]
    assert source.reads == 2


def test_it_is_the_source_otherwise(source: CountingFolder):
    samples = CachedSamples(source)
    assert len(samples) == 3
    assert samples.names == source.names
    np.testing.assert_array_equal(samples[0].rgb, source[0].rgb)
    with pytest.raises(IndexError):
        samples[3]
