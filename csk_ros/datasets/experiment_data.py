"""The part of an experiment's file that says which data sets it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from csk_ros.datasets.config_file import build, read_members
from csk_ros.datasets.dataset_config import DatasetConfig

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, config=ConfigDict(extra="ignore"))
class ExperimentData:
    """The data sets of an experiment by what they are used for; its other keys are not looked at."""

    label_set: str = "street"
    """A known one, or a YAML file beside the experiment's; see load_label_set."""
    pairs: tuple[DatasetConfig, ...] = ()
    thermal_only: tuple[DatasetConfig, ...] = ()
    validation: tuple[DatasetConfig, ...] = ()

    @property
    def uses(self) -> dict[str, tuple[DatasetConfig, ...]]:
        """The data sets by their key in the file."""
        return {"pairs": self.pairs, "thermal_only": self.thermal_only, "validation": self.validation}


_ADAPTER = TypeAdapter(ExperimentData)


def load_experiment_data(path: Path) -> ExperimentData:
    """Read the data sets of an experiment's YAML file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not YAML, names no data set, or one is not described as its layout wants.
    """
    data = build(_ADAPTER, read_members(path), str(path))
    if not any(data.uses.values()):
        raise ValueError(f"{path}: expected data sets under {', '.join(data.uses)}, found none")
    return data
