"""The data sets of experiments, each opened once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.datasets.cached_samples import CachedSamples
from csk_ros.datasets.problem import NO_RGB

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import SampleSource
    from csk_ros.labels import LabelSet


class DataSets:
    """Opens data sets when they are first asked for; their samples stay in memory.

    Args:
        data: the folder that the configs' folders are in.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._opened: dict[tuple[DatasetConfig, LabelSet | None], SampleSource] = {}

    def open(self, config: DatasetConfig, label_set: LabelSet | None = None) -> SampleSource:
        """Open a data set.

        Args:
            config: which.
            label_set: the experiment's; for labels that are colours.

        Raises:
            ValueError: it cannot be used, or is empty.
        """
        if (config, label_set) not in self._opened:
            source = config.open(self.data, label_set=label_set)
            if not len(source):
                raise ValueError(f"data set '{config.name}' is empty; see what check-data says of it")
            self._opened[config, label_set] = CachedSamples(source)
        return self._opened[config, label_set]

    def open_pairs(self, config: DatasetConfig, label_set: LabelSet | None = None) -> SampleSource:
        """Open a data set of rgb-thermal pairs, see `open`.

        Raises:
            ValueError: it cannot be used, is empty, or has no rgb pictures.
        """
        source = self.open(config, label_set)
        if source[0].rgb is None:
            raise ValueError(f"data set '{config.name}' {NO_RGB}")
        return source
