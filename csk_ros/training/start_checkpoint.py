"""Going on from a trained checkpoint, with the same classes or with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.inference.checkpoint import CheckpointError, load_checkpoint
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.training.lightning.devices import is_main_process

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.labels import LabelSet
    from csk_ros.network.csk_net import CSKNet
    from csk_ros.training.config import TrainingConfig

SHIPPED = "shipped"
"""The name of the checkpoint that comes with the package."""

_HEADS = ("rgb_head.", "thermal_head.", "fused_head.")


def check_start(config: TrainingConfig, data: Path) -> None:
    """Refuse a checkpoint that the experiment's CSK-Net cannot start from.

    Args:
        config: the experiment.
        data: the data folder.

    Raises:
        CheckpointError: the file cannot be used.
        ValueError: the checkpoint is of another network.
    """
    if config.start is not None and config.baseline is None:
        _load(config.start, data, config.network.arguments)


def start_from_checkpoint(
    network: CSKNet, label_set: LabelSet, name: str, data: Path, *, tell: bool = True
) -> None:
    """Give a network a checkpoint's weights; the heads only where the classes are the same.

    Args:
        network: changed in place.
        label_set: its classes.
        name: `shipped`, or a file relative to `data`.
        data: the data folder.
        tell: print that the heads are new, where they are.

    Raises:
        CheckpointError: the file cannot be used.
        ValueError: the checkpoint is of another network.
    """
    wanted = {key: value for key, value in network.arguments.items() if key != "num_classes"}
    trained, metadata = _load(name, data, wanted)
    weights = trained.state_dict()
    if metadata.label_set.classes != label_set.classes:
        if tell and is_main_process():
            print(_new_heads(_path(name, data), metadata.label_set, label_set), flush=True)
        weights = {key: value for key, value in weights.items() if not key.startswith(_HEADS)}
    network.load_state_dict(weights, strict=False)


def _path(name: str, data: Path) -> Path:
    return share_file(SHIPPED_MODEL) if name == SHIPPED else data / name


def _load(name: str, data: Path, wanted: Mapping[str, Any]) -> tuple[CSKNet, CheckpointMetadata]:
    path = _path(name, data)
    try:
        trained, metadata = load_checkpoint(path)
    except CheckpointError as error:
        raise CheckpointError(
            f"start: {error}. Wanted is `{SHIPPED}`, or a checkpoint's file relative to the data folder"
        ) from error
    found = trained.arguments
    others = [key for key in wanted if wanted[key] != found[key]]
    if others:
        differences = ", ".join(f"{key} {found[key]!r} instead of {wanted[key]!r}" for key in others)
        raise ValueError(
            f"start: {path} is of another network, with {differences}; set `network` to what it has, or "
            "start from ImageNet"
        )
    return trained, metadata


def _new_heads(path: Path, before: LabelSet, now: LabelSet) -> str:
    return (
        f"the heads are new: {path} knows {', '.join(before.classes)}; the experiment has "
        f"{', '.join(now.classes)}"
    )
