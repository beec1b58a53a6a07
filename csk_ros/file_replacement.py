"""Files that are written whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name, and give it its own once it is complete and on the disk.

    Whatever happens meanwhile, a file that was there before stays as it was.

    Args:
        path: the file; its folder has to exist.
        write: writes a file of the name that it is given.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        write(unfinished)
        with unfinished.open("rb") as file:
            # Otherwise a power cut may leave the new name with the content of neither.
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
