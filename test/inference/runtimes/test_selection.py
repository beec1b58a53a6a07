"""Which runtime executes a checkpoint, and why not another one."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import torch

from csk_ros.inference.checkpoint import CheckpointError
from csk_ros.inference.export import export_cache
from csk_ros.inference.export.reference import Reference
from csk_ros.inference.model_settings import AUTO, ONNXRUNTIME, OPENVINO, TORCH, ModelSettings
from csk_ros.inference.runtimes import selection, torch_runtime
from csk_ros.inference.runtimes.agreement import AGREEMENT
from csk_ros.inference.runtimes.selection import RuntimeUnusableError, load_runtime
from csk_ros.mode import Mode
from support.checkpoints import write_random_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.export.exported_model import ExportedModel
    from csk_ros.inference.runtimes.runtime import Runtime

RIGHT = dict.fromkeys(Mode, 1.0)
WRONG = {Mode.FUSED: 0.994, Mode.THERMAL: 0.51234, Mode.RGB: 1.0}


@pytest.fixture(scope="module")
def rounding_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network whose classes are so near to each other that rounding to bfloat16 changes labels."""
    return write_random_checkpoint(tmp_path_factory.mktemp("rounding") / "model.safetensors")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch):
    """Take packages away, and what has been imported with them."""

    def without(*packages: str) -> None:
        for package in packages:
            name = {OPENVINO: "openvino_runtime", ONNXRUNTIME: "onnx_runtime"}[package]
            monkeypatch.delitem(sys.modules, f"csk_ros.inference.runtimes.{name}", raising=False)
            monkeypatch.delattr(f"csk_ros.inference.runtimes.{name}", raising=False)
            monkeypatch.setitem(sys.modules, package, None)

    return without


@pytest.fixture
def agreeing(monkeypatch: pytest.MonkeyPatch):
    """Say which runtimes, in which precisions, agree with torch."""

    def only(*names: tuple[str, str]) -> None:
        def agreement(_: Reference, runtime: Runtime) -> dict[Mode, float]:
            return RIGHT if (runtime.name, runtime.precision) in names else WRONG

        monkeypatch.setattr(Reference, "agreement", agreement)

    return only


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"runtime": "tensorrt"}, "no runtime 'tensorrt'; choose auto, torch, openvino, onnxruntime"),
        ({"device": "gpu"}, "there is no device 'gpu'"),
        ({"runtime": AUTO, "device": "gpu"}, "there is no device 'gpu'"),
        ({"threads": 0}, "threads is 1 or more, not 0"),
        ({"runtime": AUTO, "threads": -2}, "threads is 1 or more, not -2"),
    ],
)
def test_settings_that_nothing_can_fulfil_are_refused(
    checkpoint: Path, settings: dict, message: str, told: list[str]
):
    with pytest.raises(ValueError, match=message):
        load_runtime(ModelSettings(checkpoint, **settings), told.append)
    assert told == []


@pytest.mark.parametrize("runtime", [AUTO, TORCH, OPENVINO, ONNXRUNTIME])
def test_a_checkpoint_that_is_none_is_refused(tmp_path: Path, runtime: str, told: list[str]):
    (tmp_path / "model.safetensors").write_bytes(b"none at all")
    with pytest.raises(CheckpointError, match="not a safetensors file"):
        load_runtime(ModelSettings(tmp_path / "model.safetensors", runtime), told.append)


def test_torch_is_taken_where_it_is_asked_for_with_its_threads(
    checkpoint: Path, metadata: CheckpointMetadata, told: list[str]
):
    threads = torch.get_num_threads()
    try:
        runtime, found = load_runtime(ModelSettings(checkpoint, TORCH, "cpu", 1), told.append)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(threads)
    assert (runtime.name, runtime.device) == ("torch", "cpu")
    assert found == metadata
    assert told == []


def test_auto_is_torch_on_a_gpu(checkpoint: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]):
    monkeypatch.setattr(selection, "version", lambda _: "2.13.0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    taken = object()
    monkeypatch.setattr(selection, "_torch", lambda *_: taken)
    assert load_runtime(ModelSettings(checkpoint, AUTO), told.append) is taken


@pytest.fixture
def gpu_in(monkeypatch: pytest.MonkeyPatch):
    """Stand in for a GPU: the CPU in other precisions, with torch's own arithmetic."""

    def stand_in(*precisions: str) -> None:
        monkeypatch.setattr(selection, "_torch_on_gpu", lambda device: device != "cpu")
        monkeypatch.setattr(torch_runtime, "PRECISIONS", {"cpu": precisions})

    return stand_in


def test_a_gpu_that_computes_otherwise_in_float16_computes_in_float32(
    rounding_checkpoint: Path, gpu_in, told: list[str]
):
    gpu_in("bfloat16", "float32")
    runtime, _ = load_runtime(ModelSettings(rounding_checkpoint, AUTO), told.append)
    assert (runtime.name, runtime.precision) == ("torch", "float32")
    (warning,) = told
    assert re.fullmatch(
        r"torch in bfloat16 on cpu gives the label that torch gives in float32 on the CPU for only "
        r"\d\d\.\d\d% of the reference pixels in mode \w+, wanted are 99\.5%; it computes in float32 instead",
        warning,
    )


def test_a_gpu_that_computes_otherwise_in_every_precision_is_passed_over_for_the_cpu(
    rounding_checkpoint: Path, gpu_in, lacking, monkeypatch: pytest.MonkeyPatch, told: list[str]
):
    gpu_in("bfloat16")
    lacking(OPENVINO, ONNXRUNTIME)
    on_gpu = selection._torch

    def torch_on(settings: ModelSettings, tell):
        if settings.device == "cpu":
            monkeypatch.setattr(torch_runtime, "PRECISIONS", {"cpu": ("float32",)})
        return on_gpu(settings, tell)

    monkeypatch.setattr(selection, "_torch", torch_on)
    runtime, _ = load_runtime(ModelSettings(rounding_checkpoint, AUTO), told.append)
    assert (runtime.name, runtime.device, runtime.precision) == ("torch", "cpu", "float32")
    assert ["torch in bfloat16" in note for note in told] == [True, False, False]
    assert told[0].startswith("torch on the GPU is passed over: torch in bfloat16 on cpu gives the label")


def test_a_gpu_that_fails_is_passed_over(
    checkpoint: Path, gpu_in, lacking, monkeypatch: pytest.MonkeyPatch, told: list[str]
):
    gpu_in("float32")
    lacking(OPENVINO, ONNXRUNTIME)
    working = selection._torch

    def torch_on(settings: ModelSettings, tell):
        if settings.device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return working(settings, tell)

    monkeypatch.setattr(selection, "_torch", torch_on)
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO), told.append)
    assert runtime.device == "cpu"
    assert told[0] == "torch on the GPU is passed over: CUDA out of memory"
    with pytest.raises(RuntimeUnusableError, match="no runtime can be used on the device 'cuda:1'"):
        load_runtime(ModelSettings(checkpoint, AUTO, "cuda:1"), told.append)


def test_a_gpu_that_was_asked_for_with_torch_and_computes_otherwise_is_refused(
    rounding_checkpoint: Path, gpu_in, told: list[str]
):
    gpu_in("bfloat16")
    with pytest.raises(RuntimeUnusableError, match=r"torch in bfloat16 on cpu gives .* for only"):
        load_runtime(ModelSettings(rounding_checkpoint, TORCH), told.append)
    assert told == []


def test_a_checkpoint_that_is_none_is_refused_on_a_gpu_too(tmp_path: Path, gpu_in, told: list[str]):
    gpu_in("float32")
    (tmp_path / "model.safetensors").write_bytes(b"none at all")
    with pytest.raises(CheckpointError, match="not a safetensors file"):
        load_runtime(ModelSettings(tmp_path / "model.safetensors", AUTO), told.append)
    assert told == []


def test_without_torch_an_export_that_is_there_is_enough(
    checkpoint: Path, openvino_export: ExportedModel, monkeypatch: pytest.MonkeyPatch, told: list[str]
):
    assert openvino_export.is_complete
    monkeypatch.delitem(sys.modules, "csk_ros.inference.device", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(selection, "version", lambda _: "2.13.0")
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO), told.append)
    assert runtime.name == "openvino"


def test_torch_that_is_asked_for_and_not_installed_is_refused_with_the_cure(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
):
    monkeypatch.delitem(sys.modules, "csk_ros.inference.runtimes.torch_runtime", raising=False)
    monkeypatch.delattr("csk_ros.inference.runtimes.torch_runtime", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(RuntimeUnusableError, match=r"torch.*; install PyTorch, or activate its venv"):
        load_runtime(ModelSettings(checkpoint, TORCH), told.append)


def test_torch_is_not_loaded_where_it_has_neither_a_gpu_nor_the_network(
    checkpoint: Path,
    openvino_export: ExportedModel,  # noqa: ARG001 - made beforehand
):
    program = (
        "import sys\n"
        "from csk_ros.inference import segmenter\n"
        "from csk_ros.inference.runtimes import selection\n"
        "selection.version = lambda _: '2.13.0+cpu'\n"
        "from pathlib import Path\n"
        f"loaded = segmenter.Segmenter.load(Path({str(checkpoint)!r}), runtime='auto')\n"
        "loaded.warm_up()\n"
        "print(loaded.runtime.name, 'torch' in sys.modules)\n"
    )
    output = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, check=True)
    assert output.stdout.decode().split() == ["openvino", "False"]


@pytest.mark.parametrize("device", [AUTO, "cpu"])
def test_auto_is_openvino_on_a_cpu(
    checkpoint: Path,
    metadata: CheckpointMetadata,
    openvino_export: ExportedModel,
    monkeypatch: pytest.MonkeyPatch,
    *,
    device: str,
    told: list[str],
):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    runtime, found = load_runtime(ModelSettings(checkpoint, AUTO, device, 1), told.append)
    assert (runtime.name, runtime.device) == ("openvino", "cpu")
    assert min(openvino_export.reference().agreement(runtime).values()) >= AGREEMENT
    assert found == metadata


def test_a_runtime_that_is_not_installed_is_passed_over_with_the_cure(
    checkpoint: Path, onnx_export: ExportedModel, lacking, told: list[str]
):
    pytest.importorskip("csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime")
    lacking(OPENVINO)
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO, "cpu", 1), told.append)
    assert runtime.name == "onnxruntime"
    assert min(onnx_export.reference().agreement(runtime).values()) >= AGREEMENT
    (note,) = told
    assert note.startswith("openvino is passed over: ")
    assert "pip install 'csk_ros[openvino]'" in note


def test_without_torch_to_export_by_the_cure_is_torch(checkpoint: Path, monkeypatch, told: list[str]):
    def export(*_):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr(selection, "cached_export", export)
    with pytest.raises(RuntimeUnusableError, match=r"No module named 'torch'; PyTorch makes .* install it"):
        load_runtime(ModelSettings(checkpoint, OPENVINO, "cpu", 1), told.append)


def test_torch_remains_where_nothing_else_is_installed(checkpoint: Path, lacking, told: list[str]):
    lacking(OPENVINO, ONNXRUNTIME)
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO, "cpu"), told.append)
    assert runtime.name == "torch"
    assert ["openvino" in told[0], "csk_ros[onnxruntime]" in told[1], len(told)] == [True, True, 2]


@pytest.mark.parametrize("name", [OPENVINO, ONNXRUNTIME])
def test_a_runtime_that_was_asked_for_and_is_not_installed_is_refused(
    checkpoint: Path, lacking, name: str, told: list[str]
):
    lacking(name)
    with pytest.raises(RuntimeUnusableError, match=rf"pip install 'csk_ros\[{name}\]', or choose .* torch"):
        load_runtime(ModelSettings(checkpoint, name, "cpu"), told.append)
    assert told == []


def test_runtimes_that_answer_otherwise_are_passed_over_in_numbers(
    checkpoint: Path, openvino_export: ExportedModel, agreeing, told: list[str]
):
    pytest.importorskip("csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime")
    assert openvino_export.is_complete
    agreeing()
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO, "cpu"), told.append)
    assert runtime.name == "torch"
    openvino, onnxruntime = told
    assert "openvino in float32 on cpu gives the label" in openvino
    for note, name in ((openvino, OPENVINO), (onnxruntime, ONNXRUNTIME)):
        assert note.startswith(f"{name} is passed over: {name} in ")
        assert note.endswith("for only 51.23% of the reference pixels in mode thermal, wanted are 99.5%")


def test_a_precision_that_answers_otherwise_is_passed_over_for_the_next_one(
    checkpoint: Path, openvino_export: ExportedModel, agreeing, monkeypatch, told: list[str]
):
    from csk_ros.inference.runtimes import openvino_runtime  # noqa: PLC0415 - needs openvino

    # Every CPU takes the hint, with bfloat16 or without.
    monkeypatch.setattr(openvino_runtime, "precisions", lambda: ["bfloat16", "float32"])
    assert openvino_export.is_complete
    agreeing((OPENVINO, "float32"))
    runtime, _ = load_runtime(ModelSettings(checkpoint, OPENVINO, "cpu"), told.append)
    assert runtime.precision == "float32"
    (note,) = told
    assert note == (
        "openvino in bfloat16 on cpu gives the label that torch gives in float32 on the CPU for only 51.23% "
        "of the reference pixels in mode thermal, wanted are 99.5%; it computes in float32 instead"
    )
    agreeing((OPENVINO, "bfloat16"), (OPENVINO, "float32"))
    runtime, _ = load_runtime(ModelSettings(checkpoint, OPENVINO, "cpu"), told.append)
    assert runtime.precision == "bfloat16"


@pytest.mark.parametrize("name", [OPENVINO, ONNXRUNTIME])
def test_a_runtime_that_was_asked_for_and_answers_otherwise_is_refused(
    checkpoint: Path, request: pytest.FixtureRequest, agreeing, name: str, told: list[str]
):
    module = {OPENVINO: "openvino_runtime", ONNXRUNTIME: "onnx_runtime"}[name]
    pytest.importorskip(f"csk_ros.inference.runtimes.{module}", reason=f"needs {name}")
    request.getfixturevalue({OPENVINO: "openvino_export", ONNXRUNTIME: "onnx_export"}[name])
    agreeing()
    with pytest.raises(RuntimeUnusableError, match=r"for only 51\.23%"):
        load_runtime(ModelSettings(checkpoint, name, "cpu"), told.append)


def test_openvino_is_refused_where_another_device_was_asked_for(checkpoint: Path, told: list[str]):
    with pytest.raises(RuntimeUnusableError, match="device 'cuda' was asked for; choose the runtime torch"):
        load_runtime(ModelSettings(checkpoint, OPENVINO, "cuda"), told.append)


def test_onnxruntime_is_refused_a_gpu_that_it_has_no_provider_for(
    checkpoint: Path, onnx_export: ExportedModel, monkeypatch: pytest.MonkeyPatch, told: list[str]
):
    onnxruntime = pytest.importorskip(
        "csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime"
    ).onnxruntime
    assert onnx_export.is_complete
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    message = r"device 'cuda' was asked for.*install onnxruntime-gpu, or choose the device cpu$"
    with pytest.raises(RuntimeUnusableError, match=message):
        load_runtime(ModelSettings(checkpoint, ONNXRUNTIME, "cuda"), told.append)


@pytest.mark.parametrize("name", ["fused.onnx", "confidence.onnx", "reference.npz"])
def test_a_damaged_export_is_passed_over_and_refused_where_it_was_asked_for(
    checkpoint: Path, onnx_export: ExportedModel, lacking, name: str, told: list[str]
):
    pytest.importorskip("csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime")
    lacking(OPENVINO)
    path = onnx_export.folder / name
    content = path.read_bytes()
    try:
        path.write_bytes(content[:100])
        runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO, "cpu"), told.append)
        assert runtime.name == "torch"
        cure = rf"{path.name}.*delete (its folder|{export_cache.cache_folder()}).* anew"
        with pytest.raises(RuntimeUnusableError, match=cure):
            load_runtime(ModelSettings(checkpoint, ONNXRUNTIME, "cpu"), told.append)
    finally:
        path.write_bytes(content)


def test_an_export_that_fails_is_passed_over(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: list[str]
):
    for name in ("openvino_runtime", "onnx_runtime"):
        pytest.importorskip(f"csk_ros.inference.runtimes.{name}", reason=f"needs {name}")

    def failing(*_: object) -> None:
        raise RuntimeError("no operator of that name")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(export_cache, "export_checkpoint", failing)
    runtime, _ = load_runtime(ModelSettings(checkpoint, AUTO, "cpu"), told.append)
    assert runtime.name == "torch"
    reasons = [note for note in told if "is passed over: no operator of that name" in note]
    assert [reason.split()[0] for reason in reasons] == ["openvino", "onnxruntime"]
