"""What package.xml and setup.py declare."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from support.source_code import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = (ROOT / "package.xml").read_text(encoding="utf-8")


def elements(tag: str) -> list[str]:
    """The texts of the manifest's elements of one tag."""
    return re.findall(rf"<{tag}>(.*)</{tag}>", MANIFEST)


def run_setup(*arguments: str | Path) -> str:
    """Run setup.py as colcon does, without its chatter; return what it printed."""
    command = [sys.executable, "setup.py", "--quiet", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def write_metadata(folder: Path) -> Path:
    """Write what setup.py declares to a folder below this one: requires.txt, entry_points.txt and more."""
    run_setup("egg_info", "--egg-base", folder)
    return folder / "csk_ros.egg-info"
