"""The checkpoint that is measured: a file, or one with random weights that goes when it is done with."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INPUT_SIZE = (480, 640)
"""Height and width that networks with random weights take, where nothing else is said."""


@dataclass(frozen=True)
class BenchmarkModel:
    """A checkpoint, and where its exports are kept."""

    name: str
    path: Path
    cache: Path | None = None
    """Instead of the user's cache folder."""


def size_text(size: Sequence[int]) -> str:
    """Height and width of pictures as people write them, width first."""
    height, width = size
    return f"{width}x{height}"


@contextmanager
def random_model(
    backbone: str, classes: int, input_size: tuple[int, int] = INPUT_SIZE
) -> Iterator[BenchmarkModel]:
    """Make a checkpoint with random weights, whose exports vanish with it.

    Args:
        backbone: one of `backbones.BACKBONES`.
        classes: number of them.
        input_size: height and width in pixels.
    """
    from csk_ros.benchmark.random_network import write_random_checkpoint  # noqa: PLC0415 - torch takes long

    with tempfile.TemporaryDirectory(prefix="csk_ros_benchmark_") as folder:
        path = Path(folder) / "random.safetensors"
        write_random_checkpoint(path, backbone, classes, input_size)
        yield BenchmarkModel(f"{backbone}, {classes} classes, random weights", path, Path(folder) / "cache")
