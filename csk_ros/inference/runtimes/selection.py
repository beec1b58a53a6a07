"""Which runtime executes a checkpoint: the one that was asked for, or the fastest whose answers are right."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from csk_ros.inference.checkpoint_file import CheckpointError, load_metadata
from csk_ros.inference.export.export_cache import cache_folder, cached_export
from csk_ros.inference.export.exported_model import ExportFormat
from csk_ros.inference.model_settings import AUTO, ONNXRUNTIME, OPENVINO, RUNTIMES, TORCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.model_settings import ModelSettings
    from csk_ros.inference.runtimes.runtime import Runtime
    from csk_ros.mode import Mode

AGREEMENT = 0.995
"""Part of the reference pictures' pixels, in each mode, in which a runtime has to answer as torch does."""


class RuntimeUnusableError(ValueError):
    """A runtime cannot execute a checkpoint here; the message says why and what to do."""


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
    if settings.runtime not in RUNTIMES:
        raise ValueError(f"there is no runtime '{settings.runtime}'; choose {', '.join(RUNTIMES)}")
    if settings.threads is not None and settings.threads < 1:
        raise ValueError(f"threads is 1 or more, not {settings.threads}")
    if settings.runtime == TORCH or (settings.runtime == AUTO and _torch_on_gpu(settings.device)):
        return _torch(settings)
    metadata = load_metadata(settings.path)
    if settings.runtime != AUTO:
        return _load(settings.runtime, settings, tell), metadata
    for name in _LOADERS:
        try:
            return _load(name, settings, tell), metadata
        except RuntimeUnusableError as error:  # noqa: PERF203 - two rounds
            tell(f"{name} is passed over: {error}")
    return _torch(settings)


def _load(name: str, settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    try:
        return _LOADERS[name](settings, tell)
    except (CheckpointError, RuntimeUnusableError):
        raise
    except ModuleNotFoundError as error:
        remedy = f"pip install 'csk_ros[{name}]', or choose the runtime torch"
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
    from csk_ros.inference.device import select_device  # noqa: PLC0415 - loads PyTorch

    return select_device(device).type != "cpu"


def _torch_is_cpu_build() -> bool:
    try:
        return version("torch").endswith("+cpu")
    except PackageNotFoundError:
        # It may be there without its package's description.
        return False


def _torch(settings: ModelSettings) -> tuple[Runtime, CheckpointMetadata]:
    from csk_ros.inference.runtimes.torch_runtime import load_torch_runtime  # noqa: PLC0415 - loads PyTorch

    return load_torch_runtime(settings)


def _openvino(settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    if settings.device not in {AUTO, "cpu"}:
        raise RuntimeUnusableError(
            f"OpenVINO computes on the CPU, and the device '{settings.device}' was asked for; "
            "choose the runtime torch or onnxruntime"
        )
    from csk_ros.inference.runtimes import openvino_runtime  # noqa: PLC0415 - may not be installed

    exported = cached_export(settings.path, ExportFormat.OPENVINO, tell)
    reference = exported.reference()
    precisions = openvino_runtime.precisions()
    for number, precision in enumerate(precisions, 1):
        runtime = openvino_runtime.OpenVINORuntime(exported, precision, settings.threads)
        found = disagreement(runtime, reference.agreement(runtime), precisions[number:])
        if found is None:
            return runtime
        tell(found)
    raise RuntimeUnusableError("OpenVINO answers otherwise than torch in every precision; see above")


def _onnxruntime(settings: ModelSettings, tell: Callable[[str], object]) -> Runtime:
    from csk_ros.inference.runtimes.onnx_runtime import OnnxRuntime  # noqa: PLC0415 - as above

    exported = cached_export(settings.path, ExportFormat.ONNX, tell)
    runtime = OnnxRuntime(exported, settings.device, settings.threads)
    found = disagreement(runtime, exported.reference().agreement(runtime))
    if found is not None:
        raise RuntimeUnusableError(found)
    return runtime


_LOADERS: dict[str, Callable[[ModelSettings, Callable[[str], object]], Runtime]] = {
    OPENVINO: _openvino,
    ONNXRUNTIME: _onnxruntime,
}
"""The fastest on a CPU first."""


def disagreement(runtime: Runtime, agreement: Mapping[Mode, float], others: Sequence[str] = ()) -> str | None:
    """Say that a runtime answers otherwise than torch, in more pixels than `AGREEMENT` allows; else None.

    Args:
        runtime: in its precision.
        agreement: part of the reference pixels with torch's label, by mode.
        others: precisions that come after this one.
    """
    worst = min(agreement, key=lambda mode: agreement[mode])
    if agreement[worst] >= AGREEMENT:
        return None
    instead = f"; trying {others[0]}" if others else ""
    return (
        f"{runtime.name} in {runtime.precision} gives the label that torch gives for only "
        f"{agreement[worst]:.2%} of the reference pixels in mode {worst}, wanted are {AGREEMENT:.1%}{instead}"
    )
