"""Checkpoints that somebody has tampered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import safetensors
from safetensors.torch import load_file, save_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def rewrite(checkpoint: Path, path: Path, change: Callable[[dict, dict], None]) -> Path:
    """Write a checkpoint again after a change to its tensors and its metadata entries."""
    with safetensors.safe_open(checkpoint, framework="pt") as file:
        entries = file.metadata()
    tensors = load_file(checkpoint)
    change(tensors, entries)
    save_file(tensors, path, entries)
    return path
