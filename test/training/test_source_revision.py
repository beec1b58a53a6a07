"""The commit a model was trained with."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from csk_ros.training import source_revision as module
from csk_ros.training.source_revision import source_revision

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="not a git clone")
def test_a_clone_names_its_commit():
    revision = source_revision()
    # A clone that belongs to another user is not read by git.
    assert revision is None or re.fullmatch(r"[0-9a-f]{40}(-dirty)?", revision)


def test_elsewhere_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed = tmp_path / "site-packages/csk_ros/training/source_revision.py"
    monkeypatch.setattr(module, "__file__", str(installed))
    assert source_revision() is None
