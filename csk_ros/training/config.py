"""The config file of a training run."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import yaml

from csk_ros.inference.normalization import Normalization
from csk_ros.labels import STREET, LabelSet
from csk_ros.training.augmentation import Augmentation
from csk_ros.training.crop_dataset import CropSettings
from csk_ros.training.objective import Objective
from csk_ros.training.trainer import TrainingSchedule

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")

_SCALARS = {"int": (int,), "float": (int, float), "str": (str,)}


@dataclass(frozen=True)
class FolderConfig:
    """A `PairedFolder` in the data folder that the command line names."""

    name: str
    """For reports and for the checkpoint."""
    folder: str
    thermal: str
    labels: str
    rgb: str | None = None
    share: float = 1.0
    """Part of the crops, relative to the other sources."""


@dataclass(frozen=True)
class SyntheticConfig:
    """`SyntheticSamples`."""

    name: str
    first_seed: int
    scenes: int
    moments: int
    share: float = 1.0
    """Part of the crops, relative to the other sources."""


Source = FolderConfig | SyntheticConfig


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides the weights, but the data itself."""

    schedule: TrainingSchedule
    crops: CropSettings
    pairs: tuple[Source, ...]
    objective: Objective
    thermal_only: tuple[Source, ...] = ()
    score: tuple[Source, ...] = ()
    augmentation: Augmentation = field(default_factory=Augmentation)
    backbone: str = "efficientnet_lite0"
    input_size: tuple[int, int] = (480, 640)
    normalization: Normalization = field(default_factory=Normalization)
    label_set: LabelSet = STREET


def load_config(path: Path) -> TrainingConfig:
    """Read a YAML config file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not YAML, or a value is missing, unknown or wrong.
    """
    try:
        members = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    if not isinstance(members, dict):
        _refuse("the file", members)
    members = dict(members)
    for name, kind in (
        ("schedule", TrainingSchedule),
        ("augmentation", Augmentation),
        ("objective", Objective),
    ):
        if name in members:
            members[name] = _build(kind, members[name], name)
    if "crops" in members:
        members["crops"] = _crops(members["crops"])
    for name in ("pairs", "thermal_only", "score"):
        if name in members:
            members[name] = _sources(members[name], name)
    return _build(TrainingConfig, members, "the file")


def _crops(members: Any) -> CropSettings:
    """Crop settings, in which the file names classes and the code wants ids."""
    if not isinstance(members, dict):
        _refuse("crops", members)
    wanted = members.get("wanted", {})
    unknown = [name for name in wanted if name not in STREET.classes]
    if unknown:
        raise ValueError(f"crops.wanted names {unknown}; the classes are {list(STREET.classes)}")
    by_id = {STREET.classes.index(name): probability for name, probability in wanted.items()}
    return _build(CropSettings, {**members, "wanted": by_id}, "crops")


def _sources(members: Any, where: str) -> tuple[Source, ...]:
    if not isinstance(members, list) or not members:
        raise ValueError(f"{where} holds {members!r}, wanted is a list of data sets; leave it out for none")
    return tuple(_source(source, where) for source in members)


def _source(members: Any, where: str) -> Source:
    if isinstance(members, dict) and "scenes" in members:
        return _build(SyntheticConfig, members, where)
    return _build(FolderConfig, members, where)


def _build(kind: type[D], members: Any, where: str) -> D:
    """Make a dataclass of a mapping; lists become tuples."""
    if not isinstance(members, dict):
        _refuse(where, members)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in members.items()}
    # Annotations are text in this package; those that are no scalars are left to their own checks.
    annotations = {f.name: str(f.type) for f in fields(kind)}
    for name, value in values.items():
        wanted = _SCALARS.get(annotations.get(name, ""))
        if wanted is not None and type(value) not in wanted:
            raise ValueError(
                f"{where}.{name} is {value!r}, wanted is {annotations[name]} (write 1.0e-3, not 1e-3)"
            )
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{where}: {error}; known are {', '.join(annotations)}") from error


def _refuse(where: str, found: Any) -> NoReturn:
    raise ValueError(f"{where} holds {found!r}, wanted are members and their values")
