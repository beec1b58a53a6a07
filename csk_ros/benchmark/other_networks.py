"""Networks beside those of checkpoints: the trained one unfolded, and the ordinary one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from csk_ros.benchmark.configuration import EAGER
from csk_ros.benchmark.random_network import SEED, settle_norms
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.model_settings import AUTO, OPENVINO, TORCH
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.inference.segmenter import Segmenter
from csk_ros.network.csk_net import Logits
from csk_ros.network.single_modality_net import SingleModalityNet

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from csk_ros.benchmark.protocol import Assignment
    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.runtimes.runtime import Runtime


class PlainInEveryMode(nn.Module):
    """The ordinary network that thermal-only inference is measured against, in the place of CSK-Net.

    It answers whatever is asked, so that it is exported as CSK-Net is.

    Args:
        num_classes: channels of the logits.
        backbone: one of `backbones.BACKBONES`; the weights are random.
    """

    def __init__(self, num_classes: int, backbone: str) -> None:
        super().__init__()
        self.network = SingleModalityNet(num_classes, backbone=backbone)
        settle_norms(self.network, lambda rgb, _: self.network(rgb))

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        """Segment thermal pictures [B, 1, H, W] or, without any, rgb ones [B, 3, H, W].

        Raises:
            ValueError: both are None.
        """
        picture = rgb if thermal is None else thermal
        if picture is None:
            raise ValueError("give an rgb picture, a thermal picture, or both; both are None")
        logits = self.network(picture)
        return Logits(logits, logits, logits)


def load_other(assignment: Assignment, tell: Callable[[str], object]) -> Segmenter:
    """Load what the node never runs.

    Args:
        assignment: says what.
        tell: see `Segmenter.load`.

    Raises:
        CheckpointError: the checkpoint cannot be used.
        RuntimeUnusableError: the runtime cannot be used here.
        ValueError: threads is less than 1.
    """
    path = Path(assignment.model)
    network, metadata = load_checkpoint(path)
    if not assignment.plain:
        return Segmenter(_in_torch(network, metadata, assignment.threads), metadata)
    torch.manual_seed(SEED)
    plain = PlainInEveryMode(network.num_classes, network.backbone)
    if assignment.executor in {EAGER, TORCH}:
        return Segmenter(_in_torch(plain, metadata, assignment.threads), metadata)
    # Tells in good words if the runtime is missing, and in which precision it executes the checkpoint.
    real = Segmenter.load(path, runtime=assignment.executor, threads=assignment.threads, tell=tell).runtime
    return Segmenter(_exported(plain, metadata, assignment, real.precision), metadata)


def _in_torch(network: nn.Module, metadata: CheckpointMetadata, threads: int | None) -> Runtime:
    if threads is not None:
        torch.set_num_threads(threads)
    return TorchRuntime(network, metadata)


def _exported(
    network: nn.Module, metadata: CheckpointMetadata, assignment: Assignment, precision: str
) -> Runtime:
    with tempfile.TemporaryDirectory(prefix="csk_ros_benchmark_") as name:
        if assignment.executor == OPENVINO:
            from csk_ros.inference.export.openvino_export import export_openvino  # noqa: PLC0415 - optional
            from csk_ros.inference.runtimes.openvino_runtime import OpenVINORuntime  # noqa: PLC0415 - as above

            exported = export_openvino(network, metadata, Path(name))
            return OpenVINORuntime(exported, precision, assignment.threads)
        from csk_ros.inference.export.onnx_export import export_onnx  # noqa: PLC0415 - optional
        from csk_ros.inference.runtimes.onnx_runtime import OnnxRuntime  # noqa: PLC0415 - as above

        return OnnxRuntime(export_onnx(network, metadata, Path(name)), AUTO, assignment.threads)
