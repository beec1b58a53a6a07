"""What the Segmenter asks of whatever executes the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.mode import Mode


class RuntimeUnusableError(ValueError):
    """A runtime cannot execute a checkpoint here; the message says why and what to do."""


class NetworkOutput(NamedTuple):
    """Labels of one moment on the network's input grid, in memory of their own."""

    labels: NDArray[np.uint8]
    """[H, W] class ids."""
    confidence: NDArray[np.uint8] | None
    """[H, W], see `Prediction.confidence`; None if it was not asked for."""


class Runtime(Protocol):
    """Executes the three modes of one network; one call at a time."""

    @property
    def name(self) -> str:
        """`torch`, `openvino` or `onnxruntime`."""

    @property
    def device(self) -> str:
        """Where it computes: `cpu`, `cuda:0`."""

    @property
    def precision(self) -> str:
        """Of most of its arithmetic: `float32`, `bfloat16`, `float16`."""

    def __call__(self, mode: Mode, pictures: dict[str, NDArray[Any]], *, confidence: bool) -> NetworkOutput:
        """Label one moment.

        Args:
            mode: which branch answers.
            pictures: those of `INPUTS[mode]` by name, contiguous and of the network's input size: rgb
                uint8[H, W, 3], thermal float32[H, W] stretched to 0..1.
            confidence: whether it is wanted, too.
        """
