"""Exported networks, executed by their runtimes, against torch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.answer_net import AnswerNet
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.export.exported_model import METADATA_KEY, ExportedModel
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.mode import Mode
from csk_ros.network.folding.folded_net import FoldedNet

if TYPE_CHECKING:
    from csk_ros.inference.runtimes.runtime import Runtime
    from csk_ros.network.csk_net import CSKNet

FORMATS = ["onnx", "openvino"]


@pytest.fixture(params=FORMATS)
def exported(request: pytest.FixtureRequest) -> ExportedModel:
    model: ExportedModel = request.getfixturevalue(f"{request.param}_export")
    return model


@pytest.fixture(params=FORMATS)
def runtime(request: pytest.FixtureRequest) -> Runtime:
    """An export in single precision."""
    exported = request.getfixturevalue(f"{request.param}_export")
    if request.param == "onnx":
        name = "csk_ros.inference.runtimes.onnx_runtime"
        return pytest.importorskip(name, reason="needs onnxruntime").OnnxRuntime(exported, "cpu", 1)
    name = "csk_ros.inference.runtimes.openvino_runtime"
    return pytest.importorskip(name, reason="needs openvino").OpenVINORuntime(exported, "float32", 1)


@pytest.fixture(scope="module")
def by_torch(network: CSKNet, metadata: CheckpointMetadata) -> TorchRuntime:
    return TorchRuntime(FoldedNet(network), metadata, "cpu")


def pictures(seed: int) -> dict[str, Any]:
    """Random rectangles of random colours, on which a random network says different things."""
    generator = np.random.default_rng(seed)
    rgb, thermal = np.zeros((64, 96, 3), np.uint8), np.zeros((64, 96), np.float32)
    for _ in range(20):
        top, left = generator.integers(0, (50, 80))
        area = slice(top, top + 30), slice(left, left + 40)
        rgb[area], thermal[area] = generator.integers(0, 256, 3), generator.random()
    return {"rgb": rgb, "thermal": thermal}


def of(mode: Mode, given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in INPUTS[mode]}


@pytest.mark.parametrize("mode", Mode)
def test_labels_and_confidence_are_those_of_torch(runtime: Runtime, by_torch: TorchRuntime, mode: Mode):
    for seed in range(3):
        given = of(mode, pictures(seed))
        expected, found = by_torch(mode, given, confidence=True), runtime(mode, given, confidence=True)
        assert found.labels.dtype == np.uint8
        assert found.labels.shape == (64, 96)
        assert len(np.unique(expected.labels)) > 1
        assert np.mean(found.labels == expected.labels) >= 0.999
        assert found.confidence is not None
        assert expected.confidence is not None
        assert found.confidence.dtype == np.uint8
        assert np.abs(found.confidence.astype(int) - expected.confidence).max() <= 1


@pytest.mark.parametrize("mode", Mode)
def test_confidence_is_given_only_when_asked_for(runtime: Runtime, mode: Mode):
    given = of(mode, pictures(3))
    without = runtime(mode, given, confidence=False)
    assert without.confidence is None
    np.testing.assert_array_equal(without.labels, runtime(mode, given, confidence=True).labels)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("mode", Mode)
def test_pictures_may_be_read_only_and_change_afterwards(
    runtime: Runtime, by_torch: TorchRuntime, mode: Mode
):
    for executes in (runtime, by_torch):
        given = of(mode, pictures(4))
        for picture in given.values():
            picture.setflags(write=False)
        answers = executes(mode, given, confidence=True)
        labels, confidence = (answer.copy() for answer in answers)
        for picture in given.values():
            picture.setflags(write=True)
            picture[:] = 0
        others = executes(mode, of(mode, pictures(5)), confidence=True)
        np.testing.assert_array_equal(answers.labels, labels)
        np.testing.assert_array_equal(answers.confidence, confidence)
        assert (others.labels != labels).any()
        for picture in answers:
            # The caller's own: nothing else writes to it, and the caller may.
            picture[:] = 7
        again = executes(mode, of(mode, pictures(4)), confidence=True)
        np.testing.assert_array_equal(again.labels, labels)
        np.testing.assert_array_equal(again.confidence, confidence)


def test_the_reference_is_what_torch_answers(exported: ExportedModel, by_torch: TorchRuntime):
    reference = exported.reference()
    for mode in Mode:
        answers = by_torch(mode, reference.pictures_of(mode), confidence=False)
        np.testing.assert_array_equal(reference.labels[mode], answers.labels)
        assert len(np.unique(answers.labels)) > 1


def test_a_runtime_agrees_with_the_reference(runtime: Runtime, onnx_export: ExportedModel):
    agreement = onnx_export.reference().agreement(runtime)
    assert list(agreement) == list(Mode)
    assert all(part >= 0.999 for part in agreement.values())


def test_every_onnx_file_has_the_checkpoints_metadata(
    onnx_export: ExportedModel, metadata: CheckpointMetadata
):
    onnx = pytest.importorskip("onnx", reason="the format is its own")
    for path in [*map(onnx_export.network, Mode), onnx_export.confidence]:
        entries = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
        assert CheckpointMetadata.from_json(entries[METADATA_KEY]) == metadata


def test_every_openvino_file_has_the_checkpoints_metadata(
    openvino_export: ExportedModel, metadata: CheckpointMetadata
):
    core = pytest.importorskip("openvino", reason="the format is its own").Core()
    for path in [*map(openvino_export.network, Mode), openvino_export.confidence]:
        text = core.read_model(path).get_rt_info(["csk_ros", "metadata"]).astype(str)
        assert json.loads(text) == json.loads(metadata.to_json())


@pytest.mark.parametrize("mode", Mode)
def test_logits_are_those_of_torch(
    onnx_export: ExportedModel, network: CSKNet, metadata: CheckpointMetadata, mode: Mode
):
    pytest.importorskip("csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime")
    import onnxruntime  # noqa: PLC0415 - after the module that quietens it

    given = {name: picture[None] for name, picture in of(mode, pictures(6)).items()}
    session = onnxruntime.InferenceSession(onnx_export.network(mode), providers=["CPUExecutionProvider"])
    assert {entry.name: entry.shape for entry in session.get_inputs()} == {
        name: list(picture.shape) for name, picture in given.items()
    }
    (logits,) = session.run(["logits"], given)
    with torch.inference_mode():
        _, expected = AnswerNet(network, metadata, mode)(*map(torch.from_numpy, given.values()))
    assert np.abs(logits - expected.numpy()).max() < 1e-4 * expected.abs().max()
