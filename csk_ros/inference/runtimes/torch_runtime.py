"""PyTorch as it is: the reference for the other runtimes, and the way to a GPU."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from csk_ros.inference.answer_inputs import INPUTS, example_inputs
from csk_ros.inference.answer_net import AnswerNet, ConfidenceNet
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.device import select_device
from csk_ros.inference.model_settings import AUTO
from csk_ros.inference.runtimes.runtime import NetworkOutput
from csk_ros.inference.runtimes.static_graph import StaticGraph
from csk_ros.mode import Mode
from csk_ros.network.folding.folded_net import FoldedNet

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.model_settings import ModelSettings


class TorchRuntime:
    """Executes a network in PyTorch: float32 on a CPU; float16 and one CUDA graph a mode on a GPU.

    The way over a GPU has not been run on one.

    Args:
        network: `CSKNet`, or what gives its logits; moved to `device` and set to evaluation mode.
        metadata: how to feed it.
        device: see `select_device`.
    """

    name = "torch"

    def __init__(self, network: nn.Module, metadata: CheckpointMetadata, device: str = AUTO) -> None:
        self._device = select_device(device)
        on_gpu = self._device.type == "cuda"
        dtype = torch.float16 if on_gpu else torch.float32
        network = network.eval().to(self._device, dtype)
        network = nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
        self.precision = str(dtype).removeprefix("torch.")
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


def load_torch_runtime(settings: ModelSettings) -> tuple[TorchRuntime, CheckpointMetadata]:
    """Load a checkpoint, with its network folded; threads are those of this whole process.

    Raises:
        CheckpointError: the file cannot be used.
        ValueError: there is no such device.
    """
    if settings.threads is not None:
        torch.set_num_threads(settings.threads)
    network, metadata = load_checkpoint(settings.path)
    return TorchRuntime(FoldedNet(network), metadata, settings.device), metadata
