"""What pip, colcon and ROS 2 read about this package fits together."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from configparser import ConfigParser
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

import csk_ros
from support.environment import with_python_path
from support.package_manifest import elements, run_setup, write_metadata
from support.source_code import ROOT

ACTIVE_PYTHON = "#!/usr/bin/env python3"


@pytest.fixture
def console_scripts(tmp_path: Path) -> dict[str, str]:
    """`module:function` by the name of each script that setup.py declares."""
    parser = ConfigParser()
    parser.read(write_metadata(tmp_path) / "entry_points.txt")
    scripts = dict(parser["console_scripts"])
    assert {"csk_ros", "segmentation_node"} <= scripts.keys()
    return scripts


def first_lines(folder: Path) -> dict[str, str]:
    """How every file of a folder begins."""
    return {file.name: file.read_text(encoding="utf-8").partition("\n")[0] for file in folder.iterdir()}


def test_package_xml_setup_py_and_code_name_one_version():
    assert run_setup("--name", "--version").split() == ["csk_ros", csk_ros.__version__]
    assert elements("name") == ["csk_ros"]
    assert elements("version") == [csk_ros.__version__]


def test_colcon_takes_it_for_an_ament_python_package():
    assert elements("build_type") == ["ament_python"]
    assert (ROOT / "resource" / "csk_ros").is_file()


def test_colcon_tests_it_with_pytest(tmp_path: Path):
    # It looks for pytest in the extra called test, and without runs unittest, which finds nothing.
    _, _, extra = (write_metadata(tmp_path) / "requires.txt").read_text().partition("\n[test]\n")
    assert "pytest" in extra.partition("\n\n")[0].splitlines()


def test_no_dependency_is_declared_twice():
    for kind in ("exec_depend", "test_depend"):
        names = elements(kind)
        assert names
        assert len(names) == len(set(names))


def test_what_the_code_reads_beside_itself_is_installed(tmp_path: Path):
    run_setup("build", "--build-base", tmp_path / "base", "--build-lib", tmp_path / "lib")
    files = {
        file.relative_to(ROOT) for pattern in ("*.css", "*.js") for file in (ROOT / "csk_ros").rglob(pattern)
    }
    assert files
    assert all((tmp_path / "lib" / file).is_file() for file in files)


def test_console_scripts_lead_to_functions(console_scripts: dict[str, str]):
    for target in console_scripts.values():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))


def test_scripts_that_colcon_installs_start_in_the_active_python(
    console_scripts: dict[str, str], tmp_path: Path
):
    prefix = tmp_path / "install"
    run_setup(
        *("egg_info", "--egg-base", tmp_path),
        *("build", "--build-base", tmp_path / "build"),
        *("install", "--prefix", prefix, "--single-version-externally-managed"),
        *("--record", tmp_path / "install.log"),
    )
    assert first_lines(prefix / "lib" / "csk_ros") == dict.fromkeys(console_scripts, ACTIVE_PYTHON)


@pytest.mark.skipif(
    int(version("setuptools").partition(".")[0]) >= 80, reason="colcon needs a setuptools under 80 for this"
)
def test_scripts_that_colcon_links_start_in_the_active_python(
    console_scripts: dict[str, str], tmp_path: Path
):
    # As --symlink-install does it: in a folder of links to the sources.
    build, prefix = tmp_path / "build", tmp_path / "install"
    build.mkdir()
    for name in ("csk_ros", "config", "launch", "models", "package.xml", "resource", "setup.cfg", "setup.py"):
        (build / name).symlink_to(ROOT / name)
    paths = {"base": str(prefix), "platbase": str(prefix)}
    packages = Path(sysconfig.get_path("purelib", "posix_prefix", paths))
    packages.mkdir(parents=True)
    command = [sys.executable, "setup.py", "--quiet", "develop", "--prefix", str(prefix), "--no-deps"]
    environment = with_python_path(packages)
    subprocess.run(command, cwd=build, env=environment, check=True, capture_output=True)
    assert first_lines(prefix / "lib" / "csk_ros") == dict.fromkeys(console_scripts, ACTIVE_PYTHON)
