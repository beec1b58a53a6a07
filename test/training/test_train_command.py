"""`python -m csk_ros train` from config to checkpoint, on tiny data; killed and started again."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import torch

from csk_ros.cli import main
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.labels import STREET
from support.training_configs import PAIRS, write_tiny_config

if TYPE_CHECKING:
    from pathlib import Path

DIES = """
import os, signal, sys
from csk_ros.cli import main
from csk_ros.training.lightning.state_file import StateFile

save = StateFile.save_checkpoint

def save_and_die(file, checkpoint, path, **options):
    save(file, checkpoint, path, **options)
    if "student" in str(path):
        os.kill(os.getpid(), signal.SIGKILL)

StateFile.save_checkpoint = save_and_die
main(sys.argv[1:])
"""
"""A program that is killed as soon as it has written the first state of the student."""

MODES = {"fused", "thermal", "rgb", "fused, rgb black"}


def arguments(folder: Path, data: Path, run: str = "run", output: str = "model.safetensors") -> list[str]:
    config = folder / "config.yaml"
    if not config.exists():
        write_tiny_config(config)
    return [
        "train",
        str(config),
        *("--data", str(data)),
        *("--output", str(folder / output)),
        *("--run-dir", str(folder / run)),
        *("--device", "cpu"),
    ]


def wait_for(file: Path, process: subprocess.Popen[Any]) -> None:
    """Wait until a process has written a file."""
    deadline = time.monotonic() + 300
    while not file.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)  # between two looks at the file


def scored(text: str) -> set[str]:
    """The modes of the table at the end of what was printed."""
    lines = text.splitlines()
    start = lines.index("tiny, IoU")
    assert lines[start + 1].split() == ["mode", "mIoU", *STREET.classes, "day", "night"]
    return {re.split(r" {3,}", line.strip())[0] for line in lines[start + 2 :]}


def metrics_of(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_training_writes_a_checkpoint_whose_metrics_are_those_told(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "figures.json"
    command = [*arguments(tmp_path, data), "--json", str(file)]
    assert main([*command, "--half"]) == 0
    printed, metrics = capsys.readouterr().out, metrics_of(file)
    assert scored(printed) == set(metrics["tiny"]) == MODES
    assert re.search(rf"^  fused +{metrics['tiny']['fused']['miou']:.3f} ", printed, re.MULTILINE)
    _, metadata = load_checkpoint(tmp_path / "model.safetensors")
    assert metadata.metrics == metrics
    assert metadata.input_size == (64, 96)
    assert metadata.training["config"]["schedule"]["steps"] == 4
    assert {path.name for path in (tmp_path / "run").iterdir()} == {"teacher", "student"}

    # Only what is scored has to be there.
    gone = [f"pairs={json.dumps([PAIRS | {'folder': 'nowhere'}])}", "thermal_only.0.folder=nowhere"]
    gone += ["start=nowhere"]
    assert main([*command, "--score-only", *(word for change in gone for word in ("--set", change))]) == 0
    assert scored(capsys.readouterr().out) == MODES
    assert metrics_of(file) == metrics


def test_a_baseline_is_scored_in_its_mode_and_makes_no_checkpoint(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    command = [*arguments(tmp_path, data), "--set", "baseline=thermal"]
    assert main(command) == 2
    assert "the node runs no baseline" in capsys.readouterr().err
    assert main([*command, "--score-only"]) == 2
    del command[command.index("--output") : command.index("--output") + 2]
    assert main(command) == 0
    assert scored(capsys.readouterr().out) == {"thermal"}
    assert not list(tmp_path.glob("*.safetensors"))


def test_a_run_killed_in_the_middle_ends_with_the_weights_of_one_that_was_not(tmp_path: Path, data: Path):
    more = ["--set", "schedule.steps=8", "--set", "losses.contrast.start=5", "--threads", "1"]
    assert main([*arguments(tmp_path, data, "whole", "whole.safetensors"), *more]) == 0

    command = [*arguments(tmp_path, data, "parts", "parts.safetensors"), *more]
    killed = subprocess.run([sys.executable, "-c", DIES, *command], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (tmp_path / "parts.safetensors").exists()
    state = torch.load(tmp_path / "parts/student/state.ckpt", weights_only=True)
    assert 0 < state["global_step"] < 8
    assert main(command) == 0

    (whole, _), (parts, _) = (load_checkpoint(tmp_path / f"{n}.safetensors") for n in ("whole", "parts"))
    for name, tensor in whole.state_dict().items():
        torch.testing.assert_close(parts.state_dict()[name], tensor, rtol=0, atol=0, msg=name)


def test_two_processes_train_and_one_of_them_scores_and_writes(tmp_path: Path, data: Path):
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "csk_ros", *arguments(tmp_path, data), "--json", str(file)]
    command += ["--devices", "2", "--threads", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    metrics = metrics_of(file)
    assert scored(done.stdout) == set(metrics["tiny"]) == MODES
    _, metadata = load_checkpoint(tmp_path / "model.safetensors")
    assert metadata.metrics == metrics
    settings = json.loads((tmp_path / "run/student/settings.json").read_text(encoding="utf-8"))
    assert settings["devices"] == 2


def test_a_run_of_other_settings_is_not_continued(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    command = arguments(tmp_path, data)
    assert main(command) == 0
    assert main([*command, "--set", "losses.contrast.weight=0.2"]) == 2
    error = capsys.readouterr().err
    assert "run/student holds a run of other settings: losses.contrast.weight is 0.1 there" in error


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("config.yaml", "none.yaml"), "none.yaml"),
        (("model.safetensors", "nowhere/model.safetensors"), "nowhere; make it first"),
        (("model.safetensors", "model.pt"), "expected a name that ends in .safetensors, got model.pt"),
        (("cpu", "gpu"), "there is no device 'gpu'"),
    ],
)
def test_wrong_input_ends_with_a_message_and_exit_code_2(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], message: str
):
    command = [argument.replace(*change) for argument in arguments(tmp_path, data)]
    assert main(command) == 2
    assert message in capsys.readouterr().err


def test_a_start_that_is_not_there_is_told_before_the_teacher_is_trained(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([*arguments(tmp_path, data), "--set", "start=shiped"]) == 2
    assert f"start: {data}/shiped does not exist" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("signal_number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_a_signal_ends_it_with_the_code_of_an_interruption(
    tmp_path: Path, data: Path, signal_number: signal.Signals, code: int
):
    command = [sys.executable, "-m", "csk_ros", *arguments(tmp_path, data), "--threads", "1"]
    command += ["--set", "schedule.steps=100000", "--set", "teacher.steps=100000"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(tmp_path / "run/teacher/state.ckpt", process)
            process.send_signal(signal_number)
            _, error = process.communicate(timeout=120)
        finally:
            # A shell that ignores the signal hands that on, and training would go on for hours.
            process.kill()
    assert process.returncode == code
    assert error.splitlines()[-1] == "csk_ros: interrupted"


def test_data_that_is_not_there_and_a_checkpoint_that_is_not_there_are_named(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(arguments(tmp_path, data / "nowhere")) == 2
    assert "nowhere" in capsys.readouterr().err
    assert main([*arguments(tmp_path, data), "--score-only"]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert main([*arguments(tmp_path, data), "--json", str(tmp_path / "no" / "figures.json")]) == 2
    assert f"--json: there is no folder {tmp_path / 'no'}; make it first" in capsys.readouterr().err
