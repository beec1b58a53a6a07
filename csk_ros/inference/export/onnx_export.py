"""Write a network as ONNX."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

import torch

from csk_ros.inference.answer_inputs import INPUTS, example_inputs
from csk_ros.inference.answer_net import AnswerNet, ConfidenceNet
from csk_ros.inference.export.exported_model import METADATA_KEY, ExportedModel, ExportFormat
from csk_ros.inference.export.reference import Reference
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor, nn

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

OPSET = 18
"""The version of ONNX's operators that the exporter writes without converting."""


def export_onnx(network: nn.Module, metadata: CheckpointMetadata, folder: Path) -> ExportedModel:
    """Write the three modes, the confidence and torch's reference answers.

    Args:
        network: on the CPU, float32: `FoldedNet`, or what gives its logits.
        metadata: of its checkpoint; goes into every file.
        folder: exists.

    Raises:
        ModuleNotFoundError: onnx or onnxscript, which torch's exporter needs, are not installed.
    """
    exported = ExportedModel(folder, ExportFormat.ONNX)
    for mode in Mode:
        net = AnswerNet(network, metadata, mode)
        examples = map(torch.from_numpy, example_inputs(mode, metadata.input_size))
        inputs = dict(zip(INPUTS[mode], examples, strict=True))
        _export(net, inputs, ("labels", "logits"), exported.network(mode), metadata)
    with torch.no_grad():
        _, logits = net(*inputs.values())
    confidence = ConfidenceNet(metadata.input_size)
    _export(confidence, {"logits": logits}, ("confidence",), exported.confidence, metadata)
    Reference.answered_by(TorchRuntime(network, metadata, "cpu"), metadata).save(exported.reference_file)
    return exported


def _export(
    net: nn.Module,
    inputs: dict[str, Tensor],
    outputs: Sequence[str],
    path: Path,
    metadata: CheckpointMetadata,
) -> None:
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), torch.no_grad():
            # About the exporter's own insides.
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                net.eval(),
                tuple(inputs.values()),
                input_names=list(inputs),
                output_names=outputs,
                opset_version=OPSET,
                dynamo=True,
                external_data=False,
                verbose=False,
            )
    finally:
        logger.setLevel(level)
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    program.model.metadata_props[METADATA_KEY] = metadata.to_json()
    program.save(path, external_data=False)
