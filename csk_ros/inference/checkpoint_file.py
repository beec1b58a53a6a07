"""What can be told of a checkpoint without its weights, and without PyTorch, which takes long to load."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import safetensors

from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT_VERSION = "1"

VERSION_KEY = "csk_ros.format_version"
METADATA_KEY = "csk_ros.metadata"
# A zip archive (torch.save since 1.6), and pickles of protocol 2 to 5 (torch.save before that).
_PICKLE_STARTS = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_PICKLE_SUFFIXES = frozenset({".pth", ".pt", ".pkl", ".pickle", ".ckpt"})


class CheckpointError(ValueError):
    """A file cannot be used as a checkpoint; the message says why and what to do."""


def load_metadata(path: Path) -> CheckpointMetadata:
    """Read a checkpoint's metadata alone; the weights are not looked at.

    Raises:
        CheckpointError: the file is missing, damaged, a pickle or not ours.
    """
    with told_of(path):
        check_file(path)
        with safetensors.safe_open(path, framework="np") as file:
            return read_metadata(file.metadata())


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Name the file in whatever is wrong with it."""
    try:
        yield
    except safetensors.SafetensorError as error:
        raise CheckpointError(
            f"{path} is damaged, incomplete or not a safetensors file ({error}); copy or download it again"
        ) from error
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error
    except ValueError as error:
        raise CheckpointError(f"{path} {error}") from error


def check_file(path: Path) -> None:
    """Refuse, by ValueError, what is no safetensors file, with a better reason than a parser has."""
    if path.is_dir():
        raise ValueError("is a folder; wanted is a .safetensors file")
    if not path.exists():
        raise ValueError("does not exist; check the name, or train a model with `python -m csk_ros train`")
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise ValueError("is empty; copy or download it again")
    if start.startswith(_PICKLE_STARTS) or path.suffix.lower() in _PICKLE_SUFFIXES:
        raise ValueError(
            "is a pickle (torch.save), which can run code when it is loaded, and is refused. "
            "Where you trust it: read its weights with torch.load(path, weights_only=True), load them into a "
            "CSKNet, and write that with csk_ros.inference.checkpoint.save_checkpoint"
        )


def read_metadata(entries: dict[str, str] | None) -> CheckpointMetadata:
    """Read the entries of a safetensors file; a ValueError says what is wrong with them."""
    if not entries or VERSION_KEY not in entries:
        raise ValueError(
            "is a safetensors file of another program: it lacks the metadata of csk_ros. Load its weights "
            "into a CSKNet and write that with csk_ros.inference.checkpoint.save_checkpoint"
        )
    if entries[VERSION_KEY] != FORMAT_VERSION:
        raise ValueError(
            f"has format version {ascii(entries[VERSION_KEY])[:40]}, this csk_ros reads version "
            f"{FORMAT_VERSION}; use the csk_ros that wrote it, or train anew"
        )
    if METADATA_KEY not in entries:
        raise ValueError(f"lacks the entry {METADATA_KEY}; copy or download it again")
    try:
        return CheckpointMetadata.from_json(entries[METADATA_KEY])
    except ValueError as error:
        raise ValueError(f"has wrong metadata: {error}; copy or download it again") from error
