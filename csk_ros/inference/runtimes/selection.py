"""Which runtime executes a checkpoint: the one that was asked for, or the fastest whose labels are right."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from csk_ros.inference.checkpoint_file import CheckpointError, load_metadata
from csk_ros.inference.export.export_cache import cache_folder, cached_export
from csk_ros.inference.export.exported_model import ExportFormat
from csk_ros.inference.model_settings import AUTO, ONNXRUNTIME, OPENVINO, RUNTIMES, TORCH, device_kind
from csk_ros.inference.runtimes.agreement import first_agreeing
from csk_ros.inference.runtimes.runtime import RuntimeUnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.model_settings import ModelSettings
    from csk_ros.inference.runtimes.runtime import Runtime

__all__ = ["RuntimeUnusableError", "check_settings", "load_runtime"]

_REMEDIES = {
    TORCH: "install PyTorch, or activate its venv",
    **{
        name: f"pip install 'csk_ros[{name}]', or choose the runtime torch"
        for name in (OPENVINO, ONNXRUNTIME)
    },
}
"""What to do where a runtime's package is not installed."""


def load_runtime(
    settings: ModelSettings, tell: Callable[[str], object]
) -> tuple[Runtime, CheckpointMetadata]:
    """Load a checkpoint into a runtime.

    Args:
        settings: what is asked for.
        tell: told what takes long at the first start, and what had to be passed over.

    Raises:
        CheckpointError: the checkpoint cannot be used.
        RuntimeUnusableError: the runtime that was asked for cannot be used here.
        ValueError: there is no such runtime or device, or threads is less than 1.
    """
    metadata = check_settings(settings)
    if settings.runtime == TORCH:
        return _torch(settings, tell)
    if settings.runtime == AUTO:
        return _fastest(settings, metadata, tell)
    return _load(settings.runtime, settings, tell), metadata


def check_settings(settings: ModelSettings) -> CheckpointMetadata:
    """Find at once, without PyTorch and without the weights, what cannot be loaded.

    Raises:
        CheckpointError: the checkpoint cannot be read, or is none.
        RuntimeUnusableError: the runtime that was asked for is not installed, or not for this device.
        ValueError: there is no such runtime or device, or threads is less than 1.
    """
    runtime = settings.runtime
    if runtime not in RUNTIMES:
        raise ValueError(f"there is no runtime '{runtime}'; choose {', '.join(RUNTIMES)}")
    if settings.threads is not None and settings.threads < 1:
        raise ValueError(f"threads is 1 or more, not {settings.threads}")
    kind, _ = device_kind(settings.device)
    if runtime == OPENVINO and kind not in {AUTO, "cpu"}:
        raise RuntimeUnusableError(
            f"OpenVINO computes on the CPU, and the device '{settings.device}' was asked for; "
            "choose the runtime torch or onnxruntime"
        )
    if runtime != AUTO and find_spec(runtime) is None:
        raise RuntimeUnusableError(f"No module named '{runtime}'; {_REMEDIES[runtime]}")
    return load_metadata(settings.path)


def _fastest(
    settings: ModelSettings, metadata: CheckpointMetadata, tell: Callable[[str], object]
) -> tuple[Runtime, CheckpointMetadata]:
    """Load torch on a GPU, else what is the fastest on a CPU; tell of all that is passed over."""
    if _torch_on_gpu(settings.device):
        try:
            return _torch(settings, tell)
        except CheckpointError:
            raise
        except (RuntimeError, RuntimeUnusableError) as error:
            # A GPU that computes otherwise, or is full, or is too old for this torch.
            tell(f"torch on the GPU is passed over: {error}")
    for name in _LOADERS:
        try:
            return _load(name, settings, tell), metadata
        except RuntimeUnusableError as error:  # noqa: PERF203 - two rounds
            tell(f"{name} is passed over: {error}")
    if settings.device not in {AUTO, "cpu"}:
        raise RuntimeUnusableError(
            f"no runtime can be used on the device '{settings.device}': the reasons are above; "
            "choose the device auto or cpu"
        )
    return _torch(settings._replace(device="cpu"), tell)


def _load(name: str, settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    try:
        return _LOADERS[name](settings, tell)
    except (CheckpointError, RuntimeUnusableError):
        raise
    except ModuleNotFoundError as error:
        remedy = _REMEDIES[name]
        if error.name == "torch":
            remedy = "PyTorch makes the export that this runtime executes: install it, or activate its venv"
        raise RuntimeUnusableError(f"{error}; {remedy}") from error
    except ValueError as error:
        raise RuntimeUnusableError(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise RuntimeUnusableError(
            f"{error}; delete {cache_folder()}, which is made anew, or choose the runtime torch"
        ) from error


def _torch_on_gpu(device: str) -> bool:
    """Whether torch would compute on a GPU there."""
    # PyTorch takes longer to load than all the rest: not where it cannot have a GPU.
    if device == "cpu" or (device == AUTO and _torch_is_cpu_build()):
        return False
    try:
        from csk_ros.inference.device import select_device  # noqa: PLC0415 - loads PyTorch
    except ModuleNotFoundError:
        # An export that is there needs no torch.
        return False
    return select_device(device).type != "cpu"


def _torch_is_cpu_build() -> bool:
    try:
        return version("torch").endswith("+cpu")
    except PackageNotFoundError:
        # It may be there without its package's description.
        return False


def _torch(settings: ModelSettings, tell: Callable[[str], object]) -> tuple[Runtime, CheckpointMetadata]:
    try:
        from csk_ros.inference.runtimes.torch_runtime import load_torch_runtime  # noqa: PLC0415 - loads PyTorch
    except ModuleNotFoundError as error:
        raise RuntimeUnusableError(f"{error}; {_REMEDIES[TORCH]}") from error
    return load_torch_runtime(settings, tell)


def _openvino(settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    from csk_ros.inference.runtimes import openvino_runtime  # noqa: PLC0415 - may not be installed

    exported = cached_export(settings.path, ExportFormat.OPENVINO, tell)

    def load(precision: str) -> Runtime:
        return openvino_runtime.OpenVINORuntime(exported, precision, settings.threads)

    return first_agreeing(openvino_runtime.precisions(), load, exported.reference(), tell)


def _onnxruntime(settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    from csk_ros.inference.runtimes.onnx_runtime import OnnxRuntime  # noqa: PLC0415 - as above

    exported = cached_export(settings.path, ExportFormat.ONNX, tell)

    def load(_: str) -> Runtime:
        return OnnxRuntime(exported, settings.device, settings.threads)

    return first_agreeing([OnnxRuntime.precision], load, exported.reference(), tell)


_LOADERS: dict[str, Callable[[ModelSettings, Callable[[str], object]], Runtime]] = {
    OPENVINO: _openvino,
    ONNXRUNTIME: _onnxruntime,
}
"""The fastest on a CPU first."""
