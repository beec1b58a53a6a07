"""The Segmenter: pictures in, labels on their own grid out."""

from __future__ import annotations

import threading
import time
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from csk_ros.inference.model_settings import AUTO, TORCH, ModelSettings
from csk_ros.inference.prediction import Prediction
from csk_ros.inference.runtimes.selection import load_runtime
from csk_ros.mode import Mode
from csk_ros.resizing import resize_smoothly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.runtimes.runtime import NetworkOutput, Runtime
    from csk_ros.labels import LabelSet
    from csk_ros.thermal.running_limits import Limits

_THERMAL_TYPES = (np.uint8, np.uint16, np.float32)


class Question(NamedTuple):
    """Pictures of one moment as a runtime takes them."""

    mode: Mode
    grid: tuple[int, int]
    """Height and width of the pictures that came in."""
    pictures: dict[str, NDArray[Any]]
    """See `Runtime`."""


class TimedOutput(NamedTuple):
    """What the network said, and how long that took."""

    output: NetworkOutput
    inference_time: int
    """In ns."""


class Segmenter:
    """Labels pictures with a CSK-Net; may be called from any thread, one call computes at a time.

    Pictures of another size than the network's input are resized for it. The logits are interpolated to the
    input size, so that outlines are finer than the network's own grid; labels and confidence come back by
    nearest neighbour on the pictures' grid.

    Args:
        runtime: executes the network.
        metadata: how to feed the network.
    """

    def __init__(self, runtime: Runtime, metadata: CheckpointMetadata) -> None:
        self.runtime = runtime
        self.metadata = metadata
        # A runtime's buffers, and the modality of a network in torch, serve one moment at a time.
        self._lock = threading.Lock()

    @classmethod
    def load(
        cls,
        path: Path,
        device: str = AUTO,
        *,
        runtime: str = TORCH,
        threads: int | None = None,
        tell: Callable[[str], object] = warnings.warn,
    ) -> Segmenter:
        """Load a checkpoint.

        Args:
            path: a .safetensors file.
            device: see `select_device`.
            runtime: one of `RUNTIMES`; torch is what the others are measured by.
            threads: CPU threads; for torch those of this whole process. None for all cores.
            tell: told what takes long at the first start, and which runtime had to be passed over.

        Raises:
            CheckpointError: the file cannot be used.
            RuntimeUnusableError: the runtime that was asked for cannot be used here.
            ValueError: there is no such runtime or device, or threads is less than 1.
        """
        return cls(*load_runtime(ModelSettings(path, runtime, device, threads), tell))

    @property
    def is_busy(self) -> bool:
        """Whether a call computes just now, from whatever thread."""
        return self._lock.locked()

    @property
    def label_set(self) -> LabelSet:
        """The classes that labels stand for."""
        return self.metadata.label_set

    @property
    def runtime_name(self) -> str:
        """What executes the network, and in which precision, for people."""
        return f"{self.runtime.name} ({self.runtime.precision}, {self.runtime.device})"

    def __call__(
        self,
        rgb: NDArray[np.uint8] | None,
        thermal: NDArray[Any] | None,
        *,
        limits: Limits | None = None,
        confidence: bool = True,
    ) -> Prediction:
        """Label one moment.

        Args:
            rgb: u8[H, W, 3], or None.
            thermal: [H, W] of u8, u16 or f32, in any unit, or None.
            limits: of the thermal picture's scale, see `Normalization.stretch_thermal`.
            confidence: whether to compute the confidence, too.

        Raises:
            ValueError: both are None, a dtype or shape is wrong, or the two differ in size.
        """
        question = self.prepare(rgb, thermal, limits)
        return self.finish(question, self.infer(question, confidence=confidence))

    def prepare(
        self, rgb: NDArray[np.uint8] | None, thermal: NDArray[Any] | None, limits: Limits | None = None
    ) -> Question:
        """Bring pictures to the network's input size and scale; arguments and errors as for a call."""
        mode = _mode(rgb, thermal)
        grid = _grid(rgb, thermal)
        size = self.metadata.input_size
        pictures: dict[str, NDArray[Any]] = {}
        if rgb is not None:
            pictures["rgb"] = np.ascontiguousarray(resize_smoothly(rgb, size))
        if thermal is not None:
            # Stretched before it is resized: rounding to the camera's unit would make the unit matter.
            stretched = self.metadata.normalization.stretch_thermal(thermal, limits)
            pictures["thermal"] = np.ascontiguousarray(resize_smoothly(stretched, size))
        return Question(mode, grid, pictures)

    def infer(self, question: Question, *, confidence: bool) -> TimedOutput:
        """Run the network."""
        with self._lock:
            began = time.monotonic_ns()
            output = self.runtime(question.mode, question.pictures, confidence=confidence)
            return TimedOutput(output, time.monotonic_ns() - began)

    @staticmethod
    def finish(question: Question, timed: TimedOutput) -> Prediction:
        """Bring the output to the pictures' own grid."""
        labels, confidence = timed.output
        return Prediction(
            _onto(question.grid, labels),
            None if confidence is None else _onto(question.grid, confidence),
            question.mode,
            timed.inference_time,
        )

    def warm_up(self) -> None:
        """Run every mode once, so that the first real picture does not pay for what is prepared only once."""
        rgb = np.zeros((*self.metadata.input_size, 3), np.uint8)
        thermal = np.zeros(self.metadata.input_size, np.uint8)
        for pictures in ((rgb, thermal), (None, thermal), (rgb, None)):
            self(*pictures)


def _mode(rgb: object, thermal: object) -> Mode:
    if rgb is None and thermal is None:
        raise ValueError("give an rgb picture, a thermal picture, or both; both are None")
    if rgb is None:
        return Mode.THERMAL
    return Mode.RGB if thermal is None else Mode.FUSED


def _grid(rgb: NDArray[Any] | None, thermal: NDArray[Any] | None) -> tuple[int, int]:
    """Check the pictures and tell their height and width."""
    if rgb is not None and (rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0):
        raise ValueError(f"rgb is a picture of uint8[H, W, 3], not {rgb.dtype}{list(rgb.shape)}")
    if thermal is not None and (
        thermal.dtype not in _THERMAL_TYPES or thermal.ndim != 2 or thermal.size == 0
    ):
        raise ValueError(
            "thermal is a picture of uint8[H, W], uint16[H, W] or float32[H, W], "
            f"not {thermal.dtype}{list(thermal.shape)}"
        )
    sizes = {picture.shape[:2] for picture in (rgb, thermal) if picture is not None}
    if len(sizes) > 1:
        raise ValueError(
            f"rgb and thermal have to share one grid, but their sizes are {sorted(sizes)}; "
            "warp rgb onto the thermal grid first"
        )
    height, width = sizes.pop()
    return height, width


def _onto(grid: tuple[int, int], picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring labels or confidence to a grid without making values that were not there."""
    if picture.shape == grid:
        return picture
    resized = cv2.resize(picture, (grid[1], grid[0]), interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(resized, np.uint8)
