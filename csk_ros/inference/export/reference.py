"""What torch answers to a known moment: other runtimes are measured by it."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.mode import Mode
from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.runtimes.runtime import Runtime

SEED = 20
TIME = 1.0
DAYLIGHT = 0.6
"""A street with people, cars and bikes, in fading light, in which each camera shows what the other lacks."""


_DAMAGE = (
    *(AttributeError, EOFError, KeyError, RuntimeError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What numpy, zipfile and zlib raise, depending on where a file is damaged.

A single array is no context manager: an AttributeError in Python 3.10, a TypeError in newer ones.
"""


@dataclass(frozen=True, eq=False)
class Reference:
    """Pictures of one moment as a runtime gets them, and the labels of each mode."""

    pictures: dict[str, NDArray[Any]]
    """rgb uint8[H, W, 3], thermal float32[H, W] stretched to 0..1."""
    labels: dict[Mode, NDArray[np.uint8]]

    @classmethod
    def answered_by(cls, runtime: Runtime, metadata: CheckpointMetadata) -> Reference:
        """Let a runtime answer the known moment: a rendered street, whatever the classes are."""
        height, width = metadata.input_size
        scene = SyntheticScene(SEED).render(TIME, DAYLIGHT)
        rgb, thermal = (
            cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
            for picture in (scene.rgb, scene.thermal)
        )
        pictures = {"rgb": rgb, "thermal": metadata.normalization.stretch_thermal(thermal)}
        labels = {mode: runtime(mode, pictures, confidence=False).labels for mode in Mode}
        return cls(pictures, labels)

    def agreement(self, runtime: Runtime) -> dict[Mode, float]:
        """Tell in which part of the pixels, 0..1, a runtime gives the same labels, mode by mode."""
        return {
            mode: float(np.mean(runtime(mode, self.pictures_of(mode), confidence=False).labels == labels))
            for mode, labels in self.labels.items()
        }

    def pictures_of(self, mode: Mode) -> dict[str, NDArray[Any]]:
        """The pictures that a mode answers from."""
        return {name: self.pictures[name] for name in INPUTS[mode]}

    def save(self, path: Path) -> None:
        """Write a .npz file."""
        arrays: dict[str, Any] = dict(self.pictures)
        arrays |= {f"labels.{mode.value}": labels for mode, labels in self.labels.items()}
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Reference:
        """Read a file that `save` wrote.

        Raises:
            OSError: it cannot be read.
            ValueError: it is damaged, or something else.
        """
        try:
            with np.load(path) as file:
                pictures = {name: file[name] for name in INPUTS[Mode.FUSED]}
                return cls(pictures, {mode: file[f"labels.{mode.value}"] for mode in Mode})
        except _DAMAGE as error:
            raise ValueError(
                f"{path} is no reference for exported networks: {error}; delete its folder and export anew"
            ) from error
