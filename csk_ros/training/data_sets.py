"""The data sets of experiments, each opened once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.datasets.cached_samples import CachedSamples
from csk_ros.datasets.problem import NO_RGB

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import SampleSource


class DataSets:
    """Opens data sets when they are first asked for; their samples stay in memory.

    Args:
        data: the folder that the configs' folders are in.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._opened: dict[DatasetConfig, SampleSource] = {}

    def open(self, config: DatasetConfig) -> SampleSource:
        """Open a data set.

        Raises:
            ValueError: it cannot be used, or is empty.
        """
        if config not in self._opened:
            source = config.open(self.data)
            if not len(source):
                raise ValueError(f"data set '{config.name}' is empty; see what check-data says of it")
            self._opened[config] = CachedSamples(source)
        return self._opened[config]

    def open_pairs(self, config: DatasetConfig) -> SampleSource:
        """Open a data set of rgb-thermal pairs.

        Raises:
            ValueError: it cannot be used, is empty, or has no rgb pictures.
        """
        source = self.open(config)
        if source[0].rgb is None:
            raise ValueError(f"data set '{config.name}' {NO_RGB}")
        return source
