"""The nodes' processes while they are imported: interrupted, or with a package missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

if TYPE_CHECKING:
    from pathlib import Path

NODES = {
    "csk_ros.node.segmentation_node": "safetensors",
    "csk_ros.points.semantic_points_node": "numpy",
}
"""A package that each imports."""

WAYS_IN = [
    pytest.param(module, arguments, id=f"{module}-{arguments[0]}")
    for module in NODES
    for arguments in (
        ["-m", module],
        ["-c", f"from csk_ros.programs import {module.rpartition('.')[2]} as run; raise SystemExit(run())"],
    )
]
"""As a module, and as the installed script does it."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Python looks into this folder first."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}


@pytest.mark.parametrize(("module", "arguments"), WAYS_IN)
def test_a_missing_package_is_one_line_with_the_cure(
    tmp_path: Path, environment: dict[str, str], module: str, arguments: list[str]
):
    package = NODES[module]
    (tmp_path / f"{package}.py").write_text(
        f"raise ModuleNotFoundError({f'No module named {package!r}'!r}, name={package!r})\n"
    )
    process = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 2
    assert process.stderr == (
        f"csk_ros: No module named '{package}'. Source ROS 2 if there is one, and activate the .venv that "
        f"scripts/setup.sh makes; this Python is {sys.executable}\n"
    )


@pytest.mark.parametrize(("module", "arguments"), WAYS_IN)
def test_ctrl_c_while_it_is_imported_ends_it_without_a_word(
    tmp_path: Path, environment: dict[str, str], module: str, arguments: list[str]
):
    # As torch does it: what comes in the middle of its import becomes another error.
    (tmp_path / f"{NODES[module]}.py").write_text(
        "import threading\n"
        "print('importing', flush=True)\n"
        "try:\n    threading.Event().wait()\n"
        "except KeyboardInterrupt:\n    raise ImportError('cannot be imported in part')\n"
    )
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "importing\n"
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=120)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")


def test_a_module_of_ours_that_is_missing_is_a_bug(tmp_path: Path):
    program = "from csk_ros.programs import run_node_module; run_node_module('csk_ros.node.no_such_node')"
    process = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 1
    assert "Traceback" in process.stderr
