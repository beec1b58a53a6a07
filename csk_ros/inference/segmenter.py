"""The Segmenter: pictures in, labels on their own grid out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from torch import nn

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.device import AUTO, select_device
from csk_ros.inference.prediction import Prediction
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.labels import LabelSet

_THERMAL_TYPES = (np.uint8, np.uint16, np.float32)


class Segmenter:
    """Labels pictures with a CSK-Net; may be called from any thread, one call computes at a time.

    Pictures of another size than the network's input are resized for it. The logits are interpolated to the
    input size, so that outlines are finer than the network's own grid; labels and confidence come back by
    nearest neighbour on the pictures' grid.

    Args:
        network: `CSKNet`, or what gives its logits; moved to `device` and set to evaluation mode; float16
            on CUDA.
        metadata: how to feed the network.
        device: see `select_device`.
    """

    def __init__(self, network: nn.Module, metadata: CheckpointMetadata, device: str = AUTO) -> None:
        self.metadata = metadata
        self.device = select_device(device)
        self._dtype = torch.float16 if self.device.type == "cuda" else torch.float32
        network = network.eval().to(self.device, self._dtype)
        self._network = nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
        # A pass selects a modality inside the network: two at a time would mix them.
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: Path, device: str = AUTO, *, threads: int | None = None) -> Segmenter:
        """Load a checkpoint.

        Args:
            path: a .safetensors file.
            device: see `select_device`.
            threads: CPU threads of torch in this whole process; None leaves torch's default, all cores.

        Raises:
            CheckpointError: the file cannot be used.
            ValueError: there is no such device, or threads is less than 1.
        """
        if threads is not None:
            if threads < 1:
                raise ValueError(f"threads is 1 or more, not {threads}")
            torch.set_num_threads(threads)
        network, metadata = load_checkpoint(path)
        return cls(network, metadata, device)

    @property
    def label_set(self) -> LabelSet:
        """The classes that labels stand for."""
        return self.metadata.label_set

    def __call__(
        self, rgb: NDArray[np.uint8] | None, thermal: NDArray[Any] | None, *, confidence: bool = True
    ) -> Prediction:
        """Label one moment.

        Args:
            rgb: u8[H, W, 3], or None.
            thermal: [H, W] of u8, u16 or f32, in any unit, or None.
            confidence: whether to compute the confidence, too.

        Raises:
            ValueError: both are None, a dtype or shape is wrong, or the two differ in size.
        """
        mode = _mode(rgb, thermal)
        grid = _grid(rgb, thermal)
        inputs = (
            None if rgb is None else self._to_device(self.metadata.normalization.rgb(self._fit(rgb))),
            None if thermal is None else self._to_device(self._thermal_input(thermal)),
        )
        with torch.inference_mode():
            with self._lock:
                logits: Tensor = getattr(self._network(*inputs), mode.value)
            labels, certainty = self._answer(logits, confidence=confidence)
        return Prediction(_onto(grid, labels), None if certainty is None else _onto(grid, certainty), mode)

    def warm_up(self) -> None:
        """Run every mode once, so that the first real picture does not pay for what is prepared only once."""
        rgb = np.zeros((*self.metadata.input_size, 3), np.uint8)
        thermal = np.zeros(self.metadata.input_size, np.uint8)
        for pictures in ((rgb, thermal), (None, thermal), (rgb, None)):
            self(*pictures)

    def _thermal_input(self, thermal: NDArray[Any]) -> NDArray[np.float32]:
        # Stretched before it is resized: rounding to the camera's unit would make the unit matter.
        normalization = self.metadata.normalization
        return normalization.standardise_thermal(self._fit(normalization.stretch_thermal(thermal)))

    def _fit(self, picture: NDArray[Any]) -> NDArray[Any]:
        """Resize a picture to the network's input size."""
        height, width = self.metadata.input_size
        if picture.shape[:2] == (height, width):
            return picture
        shrinks = picture.shape[0] > height or picture.shape[1] > width
        return cv2.resize(
            picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        )

    def _to_device(self, picture: NDArray[np.float32]) -> Tensor:
        return torch.from_numpy(picture)[None].to(self.device, self._dtype)

    def _answer(
        self, logits: Tensor, *, confidence: bool
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
        """Turn logits [1, C, h, w] into labels and confidence of the input size."""
        logits = F.interpolate(
            logits.float().contiguous(), size=self.metadata.input_size, mode="bilinear", align_corners=False
        )
        # Several times as fast as argmax on a CPU.
        best = logits.max(1)
        labels = best.indices[0].to(torch.uint8).cpu().numpy()
        if not confidence:
            return labels, None
        probability = (best.values - logits.logsumexp(1)).exp()
        return labels, (probability[0] * 255).round().to(torch.uint8).cpu().numpy()


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
