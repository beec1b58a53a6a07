"""Exported networks in the user's cache folder: made once for a checkpoint, used at every start."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros import __version__
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.inference.export.exporter import export_checkpoint
from csk_ros.inference.export.exporter_version import exporter_version

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = 30 * 86_400.0
"""Seconds that an export is kept after its last use, once there is a newer one of the same checkpoint."""

ABANDONED = 86_400.0
"""Seconds after which an unfinished export is one of a process that was killed."""

_UNFINISHED = ".unfinished-"


def cached_export(
    checkpoint: Path, export_format: ExportFormat, tell: Callable[[str], object]
) -> ExportedModel:
    """Find the export of a checkpoint, or make it.

    The key is the hash of the checkpoint's bytes and of what exports it, see `exporter_version`: another file
    of the same name has another export, and so has the same file after a change of the exporter. With a new
    export, old ones of the same checkpoint go that nobody has used for a month.

    Args:
        checkpoint: the file.
        export_format: what it is wanted in.
        tell: told that an export is made, which takes some seconds.

    Raises:
        CheckpointError: the checkpoint cannot be used.
        ModuleNotFoundError: what the export needs is not installed.
        OSError: the cache folder cannot be written.
        RuntimeError: the export failed.
    """
    folder = _folder(checkpoint, export_format)
    exported = ExportedModel(folder, export_format)
    if exported.is_complete:
        # A cache that may only be read, in a robot's image for instance, serves as well.
        with suppress(OSError):
            os.utime(folder)
        return exported
    tell(f"exporting {checkpoint.name} for {export_format.value} once, to {folder}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Complete or not there: another node may look at any moment, and the power may go.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_UNFINISHED) as name:
        unfinished = Path(name) / folder.name
        unfinished.mkdir()
        export_checkpoint(checkpoint, export_format, unfinished)
        for path in unfinished.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        try:
            unfinished.rename(folder)
        except OSError:
            # Another process was faster, and its export is as good; or somebody deleted a part of an old one.
            if not exported.is_complete:
                folder.rename(Path(name) / "incomplete")
                unfinished.rename(folder)
    _clear(folder.parent)
    return exported


def cache_folder() -> Path:
    """Name the folder of all exports: by the XDG base directory specification, ~/.cache by default."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "csk_ros"


def _folder(checkpoint: Path, export_format: ExportFormat) -> Path:
    content = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    return cache_folder() / content[:32] / f"csk_ros-{__version__}-{export_format.value}-{exporter_version()}"


def _clear(folder: Path) -> None:
    """Delete the exports of one checkpoint that are of no use any more."""
    for path in folder.iterdir():
        limit = ABANDONED if path.name.startswith(_UNFINISHED) else KEPT
        # Another process may be faster, and another user's files are not ours to delete.
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > limit:
                shutil.rmtree(path)
