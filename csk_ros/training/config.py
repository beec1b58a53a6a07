"""The file of an experiment: everything that decides the weights, but the data itself."""

from __future__ import annotations

import copy
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT, build, read_members
from csk_ros.datasets.dataset_config import DatasetConfig
from csk_ros.inference.normalization import Normalization
from csk_ros.network.feature_exchange import ExchangeRule
from csk_ros.training.crops.augmentation import Augmentation
from csk_ros.training.crops.crop_dataset import CropSettings
from csk_ros.training.lightning.optimizer import OptimizerSettings
from csk_ros.training.lightning.schedule import Schedule
from csk_ros.training.losses.objective import LossSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from csk_ros.labels import LabelSet

_Side = Annotated[int, Field(ge=32, le=4096)]


@dataclass(frozen=True, config=STRICT)
class NetworkSettings:
    """What is trained: the arguments of `CSKNet`, and where its encoder starts."""

    backbone: Literal["efficientnet_lite0", "resnet50"] = "efficientnet_lite0"
    encoder_weights: str = "imagenet"
    """Where the encoder starts: `imagenet` (EfficientNet-Lite0), `random`, or a file of torchvision's
    ResNet-50 weights in the data folder."""
    fusion: Literal["gated", "sum"] = "gated"
    exchange: bool = True
    exchange_quantile: float = ExchangeRule.quantile
    exchange_threshold: float | None = ExchangeRule.threshold
    exchange_min_stride: int = ExchangeRule.min_stride
    shared_convolutions: bool = True
    shared_norms: bool = False

    def __post_init__(self) -> None:
        # Refuses what is out of range.
        ExchangeRule(self.exchange_quantile, self.exchange_threshold, self.exchange_min_stride)

    @property
    def arguments(self) -> dict[str, Any]:
        """Of `CSKNet`, without the number of classes."""
        arguments = asdict(self)
        del arguments["encoder_weights"]
        return arguments


@dataclass(frozen=True, config=STRICT)
class TeacherSettings:
    """The rgb network that is trained first, on the same crops, undisturbed by darkness."""

    steps: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, config=STRICT)
class TrainingConfig:
    """One experiment."""

    schedule: Schedule
    losses: LossSettings
    crops: CropSettings
    pairs: Annotated[tuple[DatasetConfig, ...], Field(min_length=1)]
    """Data sets of rgb-thermal pairs."""
    thermal_only: tuple[DatasetConfig, ...] = ()
    """Further ones for the thermal head alone."""
    validation: tuple[DatasetConfig, ...] = ()
    """What is scored."""
    network: NetworkSettings = Field(default_factory=NetworkSettings)
    baseline: Literal["rgb", "thermal"] | None = None
    """Instead of CSK-Net, a plain network of this camera alone is trained, to compare with."""
    start: str | None = None
    """A checkpoint that CSK-Net goes on from, heads only where the classes are the same: `shipped`, or a file
    in the data folder. None starts as `network.encoder_weights` says."""
    teacher: TeacherSettings | None = None
    """Wanted where losses.distillation is."""
    optimizer: OptimizerSettings = Field(default_factory=OptimizerSettings)
    augmentation: Augmentation = Field(default_factory=Augmentation)
    label_set: str = "street"
    """A known one, or a YAML file beside this one; see `load_label_set`."""
    input_size: tuple[_Side, _Side] = (480, 640)
    """Height and width of the pictures that the network will be run on."""
    normalization: Normalization = Field(default_factory=Normalization)

    def __post_init__(self) -> None:
        if self.losses.distillation.wanted and self.teacher is None and self.baseline is None:
            raise ValueError(
                "losses.distillation has a weight above 0 and needs a teacher; say `teacher: {steps: 600}`, "
                "or set its weights to 0"
            )

    def check_classes(self, label_set: LabelSet) -> None:
        """Hold what names or counts classes against the classes that there are.

        Raises:
            ValueError: it does not fit.
        """
        weights = self.losses.heads.class_weights
        if len(weights) != len(label_set):
            raise ValueError(
                f"losses.heads.class_weights has {len(weights)} weights, label set '{label_set.name}' has "
                f"{len(label_set)} classes: {', '.join(label_set.classes)}"
            )
        unknown = [name for name in self.crops.wanted if name not in label_set.classes]
        if unknown:
            raise ValueError(f"crops.wanted names {unknown}; the classes are {list(label_set.classes)}")


_ADAPTER = TypeAdapter(TrainingConfig)


def load_config(path: Path, changes: Sequence[str] = ()) -> TrainingConfig:
    """Read an experiment's file.

    Args:
        path: YAML.
        changes: of single values: `schedule.steps=100`, `network.exchange=false`, `pairs.0.share=0.5`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not YAML, or a value is missing, unknown or wrong.
    """
    return build_config(read_members(path), {}, str(path), changes)


def build_config(
    members: dict[str, Any], changes: Mapping[str, Any], where: str, options: Sequence[str] = ()
) -> TrainingConfig:
    """Make an experiment of a file's members.

    Args:
        members: as YAML holds them; not changed.
        changes: values by their place: `{"schedule.steps": 100}`.
        where: for messages.
        options: further changes, as `--set` takes them: `schedule.steps=100`.

    Raises:
        ValueError: a value is missing, unknown or wrong.
    """
    members = copy.deepcopy(members)
    given = parse_changes(options)
    for place, value in {**changes, **given}.items():
        _change(members, place, value)
    # Of two options for one place the later counts, here too.
    named = {text.partition("=")[0]: f"--set {text}" for text in options}
    return build(_ADAPTER, members, where, named)


def config_as_json(config: TrainingConfig) -> dict[str, Any]:
    """Write an experiment as JSON-able members."""
    members: dict[str, Any] = _ADAPTER.dump_python(config, mode="json")
    return members


def parse_changes(texts: Sequence[str]) -> dict[str, Any]:
    """Read changes such as `schedule.steps=100` as values by their place.

    Raises:
        ValueError: a text is no such change.
    """
    changes = {}
    for text in texts:
        place, equals, value = text.partition("=")
        if not equals or not place:
            raise ValueError(f"'{text}' changes nothing; wanted is NAME=VALUE, such as schedule.steps=100")
        try:
            changes[place] = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise ValueError(f"'{text}' has no YAML behind the '=': {error}") from error
    return changes


def _change(members: dict[str, Any], place: str, value: Any) -> None:
    """Set one value in nested members and lists."""
    *parents, last = place.split(".")
    parent: Any = members
    for name in parents:
        if isinstance(parent, dict):
            parent = parent.setdefault(name, {})
        else:
            parent = parent[_index(parent, name, place)]
    if isinstance(parent, dict):
        parent[last] = value
    else:
        parent[_index(parent, last, place)] = value


def _index(parent: Any, name: str, place: str) -> int:
    if not isinstance(parent, list) or not name.isdecimal() or int(name) >= len(parent):
        raise ValueError(f"'{place}' is no place in the config: there is no '{name}' in {str(parent)[:60]}")
    return int(name)
