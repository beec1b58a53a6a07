"""scripts/setup.sh makes the virtual environment once, mends it, and says what stands in its way.

The Python it is given is a stand-in that writes down how it is called, so that nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

STAND_IN = """\
#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case "$*" in
  *version_info*) echo "$VERSION" ;;
  -V) echo "Python $VERSION.1" ;;
  "-m venv"*) mkdir -p "${@: -1}/bin" && cp "$0" "${@: -1}/bin/python" ;;
  *"import $LACKS"* | *"pip"*"$LACKS"*) exit 1 ;;
  *"import numpy"*) echo "numpy<2" ;;
esac
"""


@dataclass(frozen=True)
class Checkout:
    """A repository with nothing but what the set-up looks at, and a stand-in for Python."""

    root: Path

    def set_up(self, *, version: str = "3.11", lacks: str = "no module", ros: str = "", python: str = ""):
        """Run the script; answers with its end and the lines of pip and venv calls."""
        calls = self.root / "calls"
        calls.write_text("")
        environment = {
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "VERSION": version,
            "LACKS": lacks,
        }
        if ros:
            environment["ROS_DISTRO"] = ros
        if python:
            environment["PYTHON"] = python
        command = [str(self.root / "scripts" / "setup.sh")]
        end = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        return end, [line for line in calls.read_text().splitlines() if line.startswith("-m ")]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "a repository"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ("setup.py", "setup.cfg"):
        shutil.copy(ROOT / file, root)
    (root / "bin").mkdir()
    stand_in = root / "bin" / "python3"
    stand_in.write_text(STAND_IN)
    stand_in.chmod(0o755)
    return Checkout(root)


def test_first_time_makes_the_environment_and_installs_everything_pinned(checkout: Checkout):
    end, calls = checkout.set_up()
    assert end.returncode == 0, end.stderr
    venv, torch, requirements, package = calls
    assert venv == f"-m venv {checkout.root / '.venv'}"
    assert torch.endswith(f"-r {checkout.root / 'requirements' / 'torch'}.txt")
    assert f"-c {checkout.root / 'requirements' / 'runtime'}.txt" in torch, "it has the setuptools for colcon"
    for name in ("runtime", "training", "development", "without_ros"):
        assert f"-r {checkout.root / 'requirements' / name}.txt" in requirements
    assert package.endswith(f"--no-build-isolation --config-settings editable_mode=compat -e {checkout.root}")


def test_each_long_step_of_the_first_time_is_told_with_its_size(checkout: Checkout):
    end, _ = checkout.set_up()
    making, torch, others, done = end.stdout.splitlines()
    assert making.startswith(f"set-up: making {checkout.root / '.venv'} with Python 3.11.1; ")
    assert making.endswith("; that takes minutes and some 2 GB on the disk")
    assert torch.startswith("set-up: installing PyTorch, the largest package: some 0.8 GB on the disk")
    assert others == "set-up: installing everything else: some 1.3 GB on the disk"
    assert done.startswith("set-up: done in ")


def test_second_time_does_nothing(checkout: Checkout):
    checkout.set_up()
    end, calls = checkout.set_up()
    assert (end.returncode, end.stdout, calls) == (0, "", [])


def test_changed_requirements_are_installed_into_the_same_environment(checkout: Checkout):
    checkout.set_up()
    with (checkout.root / "requirements" / "runtime.txt").open("a") as file:
        file.write("another==1.0\n")
    end, calls = checkout.set_up()
    assert [line.split(" in ")[0] for line in end.stdout.splitlines()] == [
        f"set-up: bringing {checkout.root / '.venv'} up to date",
        "set-up: done",
    ]
    assert len(calls) == 3
    assert all("pip" in call for call in calls)
    assert checkout.set_up()[1] == []


def test_an_environment_left_unfinished_is_made_again(checkout: Checkout):
    failed, _ = checkout.set_up(lacks="runtime.txt")
    assert failed.returncode == 1
    assert "pip could not install the packages" in failed.stderr
    leftover = checkout.root / ".venv" / "leftover"
    leftover.touch()
    end, calls = checkout.set_up()
    assert end.returncode == 0
    assert "-m venv" in calls[0]
    assert not leftover.exists()


def test_a_sourced_ros_is_built_upon_and_its_packages_are_left_alone(checkout: Checkout):
    checkout.set_up()
    end, calls = checkout.set_up(ros="jazzy")
    assert end.returncode == 0, end.stderr
    assert calls[0] == f"-m venv --system-site-packages {checkout.root / '.venv'}"
    assert not [call for call in calls if "without_ros.txt" in call]
    for pip in calls[1:-1]:
        assert "numpy<2" in pip.split(), "what was compiled for NumPy 1 does not run with NumPy 2"
    assert checkout.set_up(ros="jazzy")[1] == []


def test_another_python_that_is_asked_for_by_name_makes_it_again(checkout: Checkout):
    checkout.set_up(version="3.11")
    python = checkout.root / "bin" / "python3.12"
    python.write_text(STAND_IN.replace("$VERSION", "3.12"))
    python.chmod(0o755)
    _, calls = checkout.set_up(python="python3.12")
    assert calls[0].startswith("-m venv")
    assert checkout.set_up()[1] == [], "without a name, whatever Python the environment has is right"


@pytest.mark.parametrize(
    ("obstacle", "message"),
    [
        ({"version": "3.9"}, "csk_ros needs Python 3.10 to 3.14, but 'python3' is Python 3.9.1."),
        ({"version": "3.15"}, "csk_ros needs Python 3.10 to 3.14, but 'python3' is Python 3.15.1."),
        ({"python": "no-such-python"}, "'no-such-python' was not found"),
        ({"lacks": "ensurepip"}, "apt install python3.11-venv"),
        ({"lacks": "platform"}, "Source a ROS 2 installation, Humble or newer"),
        (
            {"lacks": "rclpy", "ros": "humble"},
            "ROS 2 humble is sourced, but 'python3' cannot import its rclpy",
        ),
    ],
)
def test_what_stands_in_the_way_is_said_with_the_cure(
    checkout: Checkout, obstacle: dict[str, str], message: str
):
    end, calls = checkout.set_up(**obstacle)
    assert end.returncode == 1
    assert message in end.stderr
    assert calls == []
    assert not (checkout.root / ".venv").exists()


def test_another_system_is_refused_before_its_tools_are_missed(checkout: Checkout):
    uname = checkout.root / "bin" / "uname"
    uname.write_text("#!/usr/bin/env bash\necho Darwin\n")
    uname.chmod(0o755)
    end, calls = checkout.set_up()
    assert (end.returncode, end.stderr) == (1, "set-up: csk_ros runs on Linux, this is Darwin.\n")
    assert calls == []


def test_a_foreign_environment_is_not_touched(checkout: Checkout):
    own = checkout.root / ".venv" / "own"
    own.parent.mkdir()
    own.touch()
    end, _ = checkout.set_up()
    assert end.returncode == 1
    assert "was not made by this script" in end.stderr
    assert own.exists()


def test_a_ros_without_numpy_is_told_to_install_it(checkout: Checkout):
    end, calls = checkout.set_up(lacks="numpy", ros="jazzy")
    assert end.returncode == 1
    assert "its NumPy cannot be imported" in end.stderr
    assert f"rosdep install --from-paths {checkout.root} --ignore-src" in end.stderr
    assert [call for call in calls if "pip" in call] == []
