from __future__ import annotations

import os
import sys

import pytest

from csk_ros.soak.soaked_node import SoakedNode


def test_it_tells_the_number_of_its_process(tmp_path):
    node = SoakedNode(tmp_path / "some.safetensors", tmp_path / "node.log")
    node._command = [sys.executable, "-c", "import os; print(os.getpid())"]
    with pytest.raises(ValueError, match="before its block is entered"):
        node.pid  # noqa: B018 - that it raises is all
    with node:
        os.waitid(os.P_PID, node.pid, os.WEXITED | os.WNOWAIT)
    assert node.log.read_text() == f"{node.pid}\n"
