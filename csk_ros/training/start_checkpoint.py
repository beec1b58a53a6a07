"""Going on from a trained checkpoint, with the same classes or with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.training.lightning.devices import is_main_process

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.labels import LabelSet
    from csk_ros.network.csk_net import CSKNet

SHIPPED = "shipped"
"""The name of the checkpoint that comes with the package."""

_HEADS = ("rgb_head.", "thermal_head.", "fused_head.")


def start_from_checkpoint(network: CSKNet, label_set: LabelSet, name: str, data: Path) -> None:
    """Give a network a checkpoint's weights; the heads only where the classes are the same, or it says so.

    Args:
        network: changed in place.
        label_set: its classes.
        name: `shipped`, or a file relative to `data`.
        data: the data folder.

    Raises:
        CheckpointError: the file cannot be used.
        ValueError: the checkpoint is of another network.
    """
    path = share_file(SHIPPED_MODEL) if name == SHIPPED else data / name
    trained, metadata = load_checkpoint(path)
    wanted, found = network.arguments, trained.arguments
    others = [key for key in wanted if key != "num_classes" and wanted[key] != found[key]]
    if others:
        differences = ", ".join(f"{key} {found[key]!r} instead of {wanted[key]!r}" for key in others)
        raise ValueError(
            f"start: {path} is of another network, with {differences}; set `network` to what it has, or "
            "start from ImageNet"
        )
    weights = trained.state_dict()
    if metadata.label_set.classes != label_set.classes:
        if is_main_process():
            print(_new_heads(path, metadata.label_set, label_set), flush=True)
        weights = {key: value for key, value in weights.items() if not key.startswith(_HEADS)}
    network.load_state_dict(weights, strict=False)


def _new_heads(path: Path, before: LabelSet, now: LabelSet) -> str:
    return (
        f"the heads are new: {path} knows {', '.join(before.classes)}; the experiment has "
        f"{', '.join(now.classes)}"
    )
