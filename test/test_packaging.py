"""What pip, colcon and ROS 2 read about this package fits together."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import csk_ros

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = (ROOT / "package.xml").read_text()


def elements(tag: str) -> list[str]:
    """The texts of the manifest's elements of one tag."""
    return re.findall(rf"<{tag}>(.*)</{tag}>", MANIFEST)


def test_package_xml_setup_py_and_code_name_one_version():
    command = [sys.executable, "setup.py", "--quiet", "--name", "--version"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert answer.split() == ["csk_ros", csk_ros.__version__]
    assert elements("name") == ["csk_ros"]
    assert elements("version") == [csk_ros.__version__]


def test_colcon_takes_it_for_an_ament_python_package():
    assert elements("build_type") == ["ament_python"]
    assert (ROOT / "resource" / "csk_ros").is_file()


def test_no_dependency_is_declared_twice():
    for kind in ("exec_depend", "test_depend"):
        names = elements(kind)
        assert names
        assert len(names) == len(set(names))


def test_what_the_code_reads_beside_itself_is_installed(tmp_path):
    command = [sys.executable, "setup.py", "--quiet", "build", "--build-base", tmp_path / "base"]
    subprocess.run([*command, "--build-lib", tmp_path / "lib"], cwd=ROOT, check=True)
    files = {
        file.relative_to(ROOT) for pattern in ("*.css", "*.js") for file in (ROOT / "csk_ros").rglob(pattern)
    }
    assert files
    assert all((tmp_path / "lib" / file).is_file() for file in files)


@pytest.mark.parametrize("script", ["csk_ros", "segmentation_node"])
def test_console_script_leads_to_a_function(script: str):
    (point,) = entry_points(group="console_scripts", name=script)
    assert callable(getattr(import_module(point.module), point.attr))
