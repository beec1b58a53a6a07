"""Modules that stand in for cv_bridge."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CONVERTS = """\
class CvBridge:
    def imgmsg_to_cv2(self, message, encoding):
        {}
"""

WORKS = "CvBridgeError = TypeError\n" + CONVERTS.format("return message.data[..., ::-1]")


def stand_in(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `import cv_bridge` find this code, in new processes too, until the test ends."""
    (folder / "cv_bridge.py").write_text(code)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "cv_bridge", raising=False)
