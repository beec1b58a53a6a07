"""Checkpoint files: one safetensors file that holds a network and everything needed to run it.

Never a pickle: a model file from a stranger must not run code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import safetensors
import torch
from safetensors.torch import save

from csk_ros.file_replacement import replace_file
from csk_ros.inference.checkpoint_file import (
    FORMAT_VERSION,
    METADATA_KEY,
    VERSION_KEY,
    CheckpointError,
    check_file,
    read_metadata,
    told_of,
)
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.network.csk_net import CSKNet

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

__all__ = ["CheckpointError", "CheckpointMetadata", "load_checkpoint", "save_checkpoint"]

_FLOAT_TYPES = frozenset({"F32", "F16", "BF16"})
_OTHER_TYPES = {torch.bool: "BOOL", torch.int64: "I64"}


def save_checkpoint(path: Path, network: CSKNet, metadata: CheckpointMetadata, *, half: bool = False) -> None:
    """Write a network and its metadata; a file of that name stays as it was until the new one is complete.

    Args:
        path: the file, `.safetensors` by custom; its folder has to exist.
        network: on any device.
        metadata: `arguments` have to be the network's.
        half: store matrices as float16, for half the size. Vectors (batch norm, biases) stay float32.

    Raises:
        ValueError: the metadata is not this network's or cannot be written, or weights are not finite.
    """
    if metadata.arguments != network.arguments:
        raise ValueError(f"metadata has the arguments {metadata.arguments}, the network {network.arguments}")
    # Cloned, as safetensors refuses tensors that share memory, such as batch norms that both modalities use.
    tensors = {
        name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, tensor in network.state_dict().items()
    }
    if half:
        tensors = {
            name: tensor.half() if tensor.is_floating_point() and tensor.ndim > 1 else tensor
            for name, tensor in tensors.items()
        }
    _check_values(tensors)
    content = save(tensors, {VERSION_KEY: FORMAT_VERSION, METADATA_KEY: metadata.to_json()})
    replace_file(path, lambda unfinished: unfinished.write_bytes(content))


def load_checkpoint(path: Path) -> tuple[CSKNet, CheckpointMetadata]:
    """Read a network, float32 on the CPU and in evaluation mode, and its metadata.

    Raises:
        CheckpointError: the file is missing, damaged, a pickle, not ours, or of a network unknown here.
    """
    with told_of(path):
        check_file(path)
        with safetensors.safe_open(path, framework="pt") as file:
            metadata = read_metadata(file.metadata())
            network = _build(metadata)
            names = file.keys()
            _check_layout({name: file.get_slice(name) for name in names}, network)
            tensors = {name: file.get_tensor(name) for name in names}
        _check_values(tensors)
        network.load_state_dict(tensors)
    return network.eval(), metadata


def _build(metadata: CheckpointMetadata) -> CSKNet:
    try:
        return CSKNet(**metadata.arguments)
    # The arguments are whatever JSON held: an unknown name, a wrong type, a number out of range.
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"describes a network that this csk_ros cannot build: {error}; use the csk_ros that wrote it"
        ) from error


def _check_layout(entries: dict[str, Any], network: CSKNet) -> None:
    """Compare names, shapes and types of the file's tensors, as safetensors slices, with the network's."""
    wanted = network.state_dict()
    missing, unknown = sorted(wanted.keys() - entries.keys()), sorted(entries.keys() - wanted.keys())
    if missing or unknown:
        raise ValueError(
            f"does not fit its own description: {len(missing)} tensors are missing {missing[:3]}, "
            f"{len(unknown)} are unknown {unknown[:3]}; write it anew with save_checkpoint"
        )
    for name, tensor in wanted.items():
        dtype, shape = entries[name].get_dtype(), entries[name].get_shape()
        allowed = _FLOAT_TYPES if tensor.is_floating_point() else {_OTHER_TYPES[tensor.dtype]}
        if shape != list(tensor.shape) or dtype not in allowed:
            raise ValueError(
                f"does not fit its own description: '{name}' is {dtype}{shape}, wanted is "
                f"{'/'.join(sorted(allowed))}{list(tensor.shape)}; write it anew with save_checkpoint"
            )


def _check_values(tensors: dict[str, Tensor]) -> None:
    """Refuse weights that would make every answer NaN."""
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise ValueError(
                f"has NaN or infinite weights in '{name}'; training diverged or the file is damaged"
            )
        if name.endswith("running_var") and (tensor < 0).any():
            raise ValueError(f"has a negative variance in '{name}'; the file is damaged")
