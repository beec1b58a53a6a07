"""Every `python -m csk_ros ...` of the pages is understood, and what can be run at once is run as it stands.

What is appended to a command only makes it shorter, or names files that the reader brings.
"""

from __future__ import annotations

import re
import shlex
import shutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")
pytest.importorskip("torch", reason="needs PyTorch")

from csk_ros.cli import COMMANDS, main
from support.checkpoints import write_random_checkpoint
from support.source_code import ROOT
from support.tiny_layouts import write_layout

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "models/README.md", *sorted((ROOT / "docs").glob("*.md")))
]

MODEL = "--model model.safetensors"
QUICK = f"{MODEL} --params-file torch.yaml"

RUN = {
    "synthesize --out street --seconds 24": "--seconds 3 --rate 5",
    "evaluate --bag street --faults config/demo_faults.yaml --compare --out evaluation": QUICK,
    "evaluate --bag street --out evaluation": QUICK,
    "evaluate --bag street --faults faults.yaml --compare --out evaluation": QUICK,
    "evaluate --bag recordings --sweep rgb.max_skew=0.02,0.05,0.1 --out sweep": QUICK,
    "replay --bag street --faults config/demo_faults.yaml": "",
    "make-bag --dataset MSRS --layout msrs --split test --rate 10 --out msrs_test": "--split train",
    "degrade --rgb DIR --thermal DIR --labels DIR --out degradation": (
        f"--rgb pairs/vi --thermal pairs/ir --labels pairs/labels --faults darken {MODEL} --runtime torch"
    ),
    "campaign --seeds 10000 --out campaign": "--seeds 10",
    "parameters --list": "",
    "parameters --node semantic_points --list": "",
    "parameters --markdown": "",
}
"""Run here, in this order, each with what is appended."""

ELSEWHERE = {
    "check-data": "test/training/test_documentation.py",
    "train": "test/training/test_documentation.py",
    "score": "test/training/test_documentation.py",
    "ablate": "test/training/test_documentation.py",
    "evaluate --live": "test/evaluation/live",
    "replay --bag street --faults faults.yaml --loop": "test/replay",
    "replay --bag street --wait-for-subscribers": "test/replay",
    "replay --help": "test/replay",
    "sync-check": "test/sync_check",
    "register": "test/register",
    "demo": "test/demo",
    "export": "test/inference/export",
    "benchmark": "test/benchmark",
    "campaign --compare": "test/campaign",
}
"""By the beginning of a command: the tests that run it, since it has no end, measures, or needs pictures."""


def commands() -> dict[str, str]:
    """Every command of the pages with options, in blocks or in the text, and where it stands."""
    found = {}
    for page in PAGES:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        text = re.sub(r"(?<=[ `])\S*scripts/demo\.sh", "python -m csk_ros demo", text)
        blocks = re.findall(r"^ +(?:\.venv/bin/)?python -m csk_ros ([^#\n]+)", text, re.MULTILINE)
        spans = re.findall(r"`python -m csk_ros\s+([^`]+)`", text)
        for command in blocks + [span for span in spans if "--" in span]:
            found.setdefault(" ".join(command.split()), str(page.relative_to(ROOT)))
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """What a reader has: the repository's config, the pages' files, pictures and a model."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "config").symlink_to(ROOT / "config")
    (faults,) = re.findall(
        r"^    # faults\.yaml\n((?:    .*\n)+)", (ROOT / "docs/replay.md").read_text(), re.MULTILINE
    )
    (folder / "faults.yaml").write_text(re.sub("^    ", "", faults, flags=re.MULTILINE))
    (folder / "torch.yaml").write_text("/**:\n  ros__parameters:\n    model: {runtime: torch}\n")
    shutil.copytree(data / "pairs", folder / "pairs")
    write_layout(folder / "MSRS", "msrs")
    write_random_checkpoint(folder / "model.safetensors")
    return folder


def test_the_pages_have_commands():
    assert commands()["evaluate --bag street --out evaluation"] == "docs/evaluation.md"
    assert commands().keys() >= RUN.keys()


@pytest.mark.parametrize("command", commands())
def test_every_command_is_understood(command: str, monkeypatch: pytest.MonkeyPatch):
    """It exists and takes the options that the page gives it."""
    name, *_ = shlex.split(command)
    called = []
    monkeypatch.setattr(
        import_module(COMMANDS[name][0]), "run", lambda args: called.append(args.command) or 0
    )
    if command.endswith("--help"):
        with pytest.raises(SystemExit, match="0"):
            main(shlex.split(command))
        return
    assert main(shlex.split(command)) == 0
    assert called == [name]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_run_by_a_test(command: str):
    tests = [test for beginning, test in ELSEWHERE.items() if command.startswith(beginning)]
    assert bool(tests) != (command in RUN), "put it into RUN or, with the test that runs it, into ELSEWHERE"
    assert all((ROOT / test).exists() for test in tests)


def test_launch_files_and_their_arguments_are_there():
    calls = [
        call for page in PAGES for call in re.findall(r"ros2 launch csk_ros (\S+)(.*)", page.read_text())
    ]
    assert len(calls) > 5
    for file, arguments in calls:
        launch = (ROOT / "launch" / file.rstrip("`")).read_text(encoding="utf-8")
        for name in re.findall(r"(\w+):=", arguments):
            assert re.search(rf'DeclareLaunchArgument\(\s*"{name}"', launch), (file, name)


@pytest.mark.parametrize("command", RUN)
def test_the_command_does_its_work(
    command: str,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    ros_domain_id,  # noqa: ARG001 - replay's own
):
    monkeypatch.chdir(desk)
    if "recordings" in command:
        shutil.copytree("street", "recordings/street", dirs_exist_ok=True)
    assert main([*shlex.split(command), *shlex.split(RUN[command])]) == 0
    out = re.search(r"--out (\S+)", command)
    assert out is None or any((desk / out[1]).iterdir())
