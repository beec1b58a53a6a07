"""Networks beside those of checkpoints: the trained one unfolded, and the ordinary one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from csk_ros.benchmark.configuration import EAGER
from csk_ros.benchmark.plain_network import PlainInEveryMode
from csk_ros.benchmark.random_network import SEED
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.inference.model_settings import AUTO, OPENVINO, TORCH
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.inference.segmenter import Segmenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

    from csk_ros.benchmark.protocol import Assignment
    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.runtimes.runtime import Runtime


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
