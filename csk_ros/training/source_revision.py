"""Which source a model was trained with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def source_revision() -> str | None:
    """Name the commit that this package runs from, with `-dirty` if files were changed since.

    None for an installed package, or where git is not installed.
    """
    root = Path(__file__).resolve().parents[2]
    git = shutil.which("git")
    # Without this check an installed package would name the commit of whatever repository surrounds it.
    if git is None or not (root / ".git").exists():
        return None
    command = [git, "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return answer.stdout.strip() or None
