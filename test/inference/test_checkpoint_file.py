"""A checkpoint's metadata without its weights."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import save_file

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.checkpoint_file import CheckpointError, load_metadata
from support.rewritten_checkpoint import rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata


def test_metadata_is_read_without_the_weights(tmp_path: Path, checkpoint: Path, metadata: CheckpointMetadata):
    assert load_metadata(checkpoint) == metadata

    def broken(tensors: dict, _: dict) -> None:
        tensors["fused_head.bias"] = torch.full((9,), torch.nan)

    path = rewrite(checkpoint, tmp_path / "broken.safetensors", broken)
    assert load_metadata(path) == metadata
    with pytest.raises(CheckpointError):
        load_checkpoint(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 a zip archive", "is a pickle"),
        (struct.pack("<Q", 1 << 60) + b"{}", "damaged, incomplete or not a safetensors file"),
        (None, "does not exist"),
    ],
)
def test_metadata_of_what_is_no_checkpoint(tmp_path: Path, content: bytes | None, message: str):
    path = tmp_path / "model.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CheckpointError, match=message) as caught:
        load_metadata(path)
    assert str(path) in str(caught.value)


def test_metadata_of_another_program_or_version_is_refused(tmp_path: Path, checkpoint: Path):
    foreign = tmp_path / "foreign.safetensors"
    save_file({"weight": torch.zeros(2)}, foreign)
    with pytest.raises(CheckpointError, match="of another program"):
        load_metadata(foreign)

    def newer(_: dict, entries: dict) -> None:
        entries["csk_ros.format_version"] = "2"

    with pytest.raises(CheckpointError, match="has format version '2'"):
        load_metadata(rewrite(checkpoint, tmp_path / "newer.safetensors", newer))
