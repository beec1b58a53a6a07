"""Environments for processes that tests start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def with_python_path(*folders: Path) -> dict[str, str]:
    """This process's environment, with further folders of modules before those that a sourced ROS 2 has."""
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*map(str, folders), *([known] if known else [])])}
