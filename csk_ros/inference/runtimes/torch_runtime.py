"""PyTorch as it is: the reference for the other runtimes, and the way to a GPU."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from csk_ros.inference.answer_inputs import INPUTS, example_inputs
from csk_ros.inference.answer_net import AnswerNet, ConfidenceNet
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.device import select_device
from csk_ros.inference.export.reference import Reference
from csk_ros.inference.model_settings import AUTO
from csk_ros.inference.runtimes.agreement import first_agreeing
from csk_ros.inference.runtimes.runtime import NetworkOutput
from csk_ros.inference.runtimes.static_graph import StaticGraph
from csk_ros.mode import Mode
from csk_ros.network.folding.folded_net import FoldedNet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.model_settings import ModelSettings


PRECISIONS = {"cpu": ("float32",), "cuda": ("float16", "float32")}
"""What is tried on a kind of device, the fastest first."""


class TorchRuntime:
    """Executes a network in PyTorch; on a GPU as one CUDA graph a mode.

    The way over a GPU has not been run on one.

    Args:
        network: `CSKNet`, or what gives its logits; moved to `device` and set to evaluation mode.
        metadata: how to feed it.
        device: see `select_device`.
        precision: of the arithmetic, a floating type of torch; None for the fastest of `PRECISIONS`.
    """

    name = "torch"

    def __init__(
        self,
        network: nn.Module,
        metadata: CheckpointMetadata,
        device: str = AUTO,
        precision: str | None = None,
    ) -> None:
        self._device = select_device(device)
        on_gpu = self._device.type == "cuda"
        self.precision = precision or PRECISIONS[self._device.type][0]
        dtype: torch.dtype = getattr(torch, self.precision)
        network = network.eval().to(self._device, dtype)
        network = nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
        nets = {mode: AnswerNet(network, metadata, mode, dtype).to(self._device) for mode in Mode}
        self._answer: dict[Mode, Callable[..., tuple[Tensor, ...]]] = dict(nets)
        if on_gpu:
            self._answer = {
                mode: StaticGraph(
                    net, list(map(torch.from_numpy, example_inputs(mode, metadata.input_size))), self._device
                )
                for mode, net in nets.items()
            }
        self._confidence = ConfidenceNet(metadata.input_size)

    @property
    def device(self) -> str:
        """See `Runtime`."""
        return str(self._device)

    def __call__(self, mode: Mode, pictures: dict[str, NDArray[Any]], *, confidence: bool) -> NetworkOutput:
        """See `Runtime`."""
        with torch.inference_mode():
            # A copy of read-only memory, of which torch would warn: a picture of a message may be that.
            writable = (np.require(pictures[name], requirements="W") for name in INPUTS[mode])
            inputs = [torch.from_numpy(picture)[None] for picture in writable]
            labels, logits = self._answer[mode](*inputs)
            certainty = self._confidence(logits)[0].cpu().numpy() if confidence else None
            return NetworkOutput(labels[0].cpu().numpy(), certainty)


def load_torch_runtime(
    settings: ModelSettings, tell: Callable[[str], object]
) -> tuple[TorchRuntime, CheckpointMetadata]:
    """Load a checkpoint, with its network folded; threads are those of this whole process.

    Args:
        settings: what is asked for.
        tell: told, with the figures, of a precision whose labels are not those of float32 on the CPU.

    Raises:
        CheckpointError: the file cannot be used.
        RuntimeUnusableError: on this device no precision gives the labels of float32 on the CPU.
        ValueError: there is no such device.
    """
    if settings.threads is not None:
        torch.set_num_threads(settings.threads)
    network, metadata = load_checkpoint(settings.path)
    device = select_device(settings.device)
    precisions = PRECISIONS[device.type]
    return agreeing_torch_runtime(FoldedNet(network), metadata, str(device), precisions, tell), metadata


def agreeing_torch_runtime(
    network: nn.Module,
    metadata: CheckpointMetadata,
    device: str,
    precisions: Sequence[str],
    tell: Callable[[str], object],
) -> TorchRuntime:
    """Make the runtime in the first precision that gives the labels of float32 on the CPU.

    Args:
        network: float32, on the CPU; it stays so.
        metadata: how to feed it.
        device: see `select_device`.
        precisions: to try, the fastest first.
        tell: see `first_agreeing`.

    Raises:
        RuntimeUnusableError: see `first_agreeing`.
    """
    measure = TorchRuntime(network, metadata, "cpu", "float32")
    if (device, precisions[0]) == (measure.device, measure.precision):
        return measure
    reference = Reference.answered_by(measure, metadata)

    def load(precision: str) -> TorchRuntime:
        # A copy: a network that was rounded once does not come back to float32.
        return TorchRuntime(deepcopy(network), metadata, device, precision)

    return first_agreeing(precisions, load, reference, tell)
