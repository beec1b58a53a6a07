"""`python -m csk_ros export`: a model as files of another runtime, compared with torch."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.inference.checkpoint_file import load_metadata
from csk_ros.inference.export.export_cache import cached_export
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.inference.export.exporter import export_checkpoint
from csk_ros.inference.model_settings import AUTO, ONNXRUNTIME, OPENVINO
from csk_ros.inference.runtimes.agreement import AGREEMENT, disagreement
from csk_ros.mode import Mode
from csk_ros.percent import percent
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from csk_ros.inference.runtimes.runtime import Runtime

RUNTIME = {ExportFormat.ONNX: ONNXRUNTIME, ExportFormat.OPENVINO: OPENVINO}
"""What executes a format: a package, and the extra of csk_ros that installs it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `export`."""
    parser.epilog = (
        "Without --out the export goes to the user's cache, where the node looks for it: a robot whose image "
        "was prepared so starts at once. The figures are the part of a reference picture's pixels in which "
        "the runtime gives torch's label. Exit code 1: in every precision it is less than "
        f"{AGREEMENT:.1%} in some mode, and the node would not use the export."
    )
    formats = [export_format.value for export_format in ExportFormat]
    parser.add_argument("--format", required=True, choices=formats, help="for ONNX Runtime or for OpenVINO")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="checkpoint; default: the one that is shipped"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="a new or empty folder for the files; default: the user's cache",
    )


def run(args: argparse.Namespace) -> int:
    """Export, compare, print the folder and the figures: 0, or 1 when the answers are not torch's."""
    export_format = ExportFormat(args.format)
    try:
        model = args.model or share_file(SHIPPED_MODEL)
        # Before any folder is made or a hash is taken: a better reason than those would have.
        load_metadata(model)
        if args.out is None:
            exported = cached_export(model, export_format, _note)
        else:
            exported = _export_to(args.out, model, export_format)
        print(exported.folder)
        return _compare(exported)
    except ModuleNotFoundError as error:
        raise CommandError(f"{error}; pip install 'csk_ros[{RUNTIME[export_format]}]'") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise CommandError(str(error)) from error


def _export_to(folder: Path, model: Path, export_format: ExportFormat) -> ExportedModel:
    """Write the files of an export to a folder, all of them or none."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"--out: expected a new or empty folder, got {folder}; name another, or empty it")
    folder.mkdir(parents=True, exist_ok=True)
    _note(f"exporting {model.name} for {export_format.value}")
    # The folder itself may be a mount point, which cannot be replaced by a complete one.
    with tempfile.TemporaryDirectory() as name:
        export_checkpoint(model, export_format, Path(name))
        for file in sorted(Path(name).iterdir()):
            shutil.move(file, folder)
    return ExportedModel(folder, export_format)


def _compare(exported: ExportedModel) -> int:
    """Print how well each precision agrees with torch, and tell the exit code."""
    reference = exported.reference()
    try:
        compared = [(runtime, reference.agreement(runtime)) for runtime in _runtimes(exported)]
    except ModuleNotFoundError as error:
        # Another machine may have it.
        _note(f"not compared with torch: {error}; pip install 'csk_ros[{RUNTIME[exported.format]}]'")
        return 0
    head = ("runtime", "precision", *(mode.value for mode in Mode))
    rows = [
        (runtime.name, runtime.precision, *(percent(agreement[mode], 2) for mode in Mode))
        for runtime, agreement in compared
    ]
    print("\n".join(text_table(head, rows)))
    # What the node does with it, in the node's words.
    for runtime, agreement in compared:
        doubt = disagreement(runtime, agreement)
        if doubt is None:
            _note(f"the node's runtime {runtime.name} computes in {runtime.precision} on this machine")
            return 0
        _note(doubt)
    _note("the node does not take this export; use the runtime torch")
    return 1


def _runtimes(exported: ExportedModel) -> Iterator[Runtime]:
    """Load an export in every precision that this machine has.

    Raises:
        ModuleNotFoundError: the runtime is not installed.
    """
    if exported.format is ExportFormat.ONNX:
        from csk_ros.inference.runtimes.onnx_runtime import OnnxRuntime  # noqa: PLC0415 - may not be installed

        yield OnnxRuntime(exported, AUTO)
        return
    from csk_ros.inference.runtimes import openvino_runtime  # noqa: PLC0415 - as above

    for precision in openvino_runtime.precisions():
        yield openvino_runtime.OpenVINORuntime(exported, precision)


def _note(text: str) -> None:
    print(f"csk_ros export: {text}", file=sys.stderr)
