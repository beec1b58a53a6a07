"""The demo as a whole: a real node in its process, real DDS, a small network."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import imageio_ffmpeg
import pytest
from PIL import Image

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.cli import main
from csk_ros.demo import command
from csk_ros.demo import video_layout as layout
from csk_ros.demo.preview import RATE as PREVIEW_RATE
from csk_ros.demo.storyboard import FEWEST_TICKS, MOST_TICKS
from csk_ros.evaluation.judging.mode_span import ModeSpan
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.recording.fault_script import FaultScript
from support.checkpoints import write_random_checkpoint
from support.pictures import rgb_picture, thermal_picture

SECONDS = 12
RATE = 8


class DemoRun:
    """`python -m csk_ros demo` on small pictures, as a process."""

    def __init__(self, folder):
        self.out = folder / "out"
        self.model = write_random_checkpoint(folder / "random.safetensors")
        for name, make in (("rgb", rgb_picture), ("thermal", thermal_picture)):
            (folder / name).mkdir()
            for number in range(SECONDS * RATE):
                cv2.imwrite(str(folder / name / f"{number}.png"), make(number))
        command = [*(sys.executable, "-m", "csk_ros", "demo"), *("--model", self.model, "--out", self.out)]
        source = [
            "--pairs",
            folder / "rgb",
            folder / "thermal",
            "--seconds",
            str(SECONDS),
            "--rate",
            str(RATE),
        ]
        params_file = folder / "robot.yaml"
        params_file.write_text("/**: {ros__parameters: {thermal.format: centikelvin}}", encoding="utf-8")
        source += ["--params-file", params_file]
        self.process = subprocess.Popen(
            [*command, *source],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )

    def finish(self):
        """Wait for the end: what was printed to stdout and to stderr."""
        return self.process.communicate(timeout=180)

    def node_pids(self):
        """Processes of nodes that run this model."""
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdecimal() and f"model.path:={self.model}" in _command_line(entry)
        ]

    def wait_for_output(self):
        """Wait until the node labels frames, by its log."""
        log = self.out / "node.log"
        deadline = time.monotonic() + 120
        while not (log.exists() and "mode fused: " in log.read_text()):
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline, "no output within 120 s"
            time.sleep(0.02)


def _command_line(entry):
    try:
        return (entry / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        # It has ended meanwhile.
        return ""


@pytest.fixture
def demo(tmp_path):
    run = DemoRun(tmp_path)
    yield run
    run.process.kill()
    run.process.wait()
    for pid in run.node_pids():
        os.kill(pid, signal.SIGKILL)


def test_it_shows_every_mode_and_reports_it(demo):
    printed, errors = demo.finish()
    assert demo.process.returncode == 0, errors
    assert demo.node_pids() == []

    figures = json.loads((demo.out / "summary.json").read_text())
    # On a busy machine frames come unevenly: one may lose its partner, or all be missing for a moment.
    by_script = {"both cameras ok", "rgb dark", "rgb missing", "thermal frozen"}
    modes = [span["mode"] for span in figures["modes"] if span["reason"] in by_script]
    modes = [mode for n, mode in enumerate(modes) if n == 0 or mode != modes[n - 1]]
    assert modes[modes.index("fused") :] == ["fused", "thermal", "fused", "thermal", "fused", "rgb", "fused"]
    reasons = {(span["mode"], span["reason"]) for span in figures["modes"]}
    assert reasons >= {("thermal", "rgb dark"), ("thermal", "rgb missing"), ("rgb", "thermal frozen")}
    assert all(fault["reaction"] is not None for fault in figures["faults"])
    assert all(fault["return"] is not None for fault in figures["faults"])

    # 12 of 24 s: rgb is gone from 5.25 to 6.75 s.
    assert figures["inputs"]["thermal"]["frames"] == SECONDS * RATE
    assert figures["inputs"]["rgb"]["frames"] == (SECONDS - 1.5) * RATE
    node = figures["node"]
    assert node["received"]["thermal"] <= SECONDS * RATE
    assert node["unaccounted"] == 0
    assert sum(node["published"].values()) == figures["outputs"]["frames"]
    by_mode = figures["outputs"]["by_mode"]
    assert {mode: count for mode, count in by_mode.items() if count} == node["published"]

    frames, _ = imageio_ffmpeg.count_frames_and_secs(str(demo.out / "demo.mp4"))
    facts = next(imageio_ffmpeg.read_frames(str(demo.out / "demo.mp4")))
    assert facts["size"] == (layout.WIDTH, layout.HEIGHT)
    # By the rate at which pictures came, which a busy machine makes less than they have in the recording.
    assert FEWEST_TICKS <= facts["fps"] <= MOST_TICKS
    assert frames == pytest.approx(figures["seconds"] * facts["fps"], abs=1)
    assert cv2.imread(str(demo.out / "timeline.png")).shape == (750, 1200, 3)
    with Image.open(demo.out / "demo.webp") as preview:
        assert preview.n_frames == -(-frames // round(facts["fps"] / PREVIEW_RATE))

    assert re.search(r"rgb dark +2\.00 s +3\.75 s +thermal", printed)
    assert f"labels out {figures['outputs']['frames']:>8}" in printed
    warnings = printed.partition("\n  the node warned\n")[2]
    assert "  WARN: expected uint16 of thermal.format centikelvin, got uint8" in warnings


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_and_its_node(demo, number):
    demo.wait_for_output()
    assert len(demo.node_pids()) == 1
    demo.process.send_signal(number)
    _, errors = demo.finish()
    assert demo.process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    assert demo.node_pids() == []


def test_a_node_that_dies_is_reported_with_the_end_of_its_log(demo):
    demo.wait_for_output()
    (pid,) = demo.node_pids()
    os.kill(pid, signal.SIGKILL)
    _, errors = demo.finish()
    assert demo.process.returncode == 1
    assert "the node ended by itself with exit code -9" in errors
    assert re.search(r"mode (fused|thermal|rgb): ", errors)
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--seconds", "5"], "--seconds: expected 12 to 60, got 5"),
        (["--seconds", "nan"], "--seconds: expected 12 to 60, got nan"),
        (["--model", "nowhere.safetensors"], "nowhere.safetensors does not exist"),
        (["--model", "MODEL", "--bag", "nowhere"], "nowhere: no such bag"),
        (["--model", "MODEL", "--rgb-topic", "/color"], "belong to --bag"),
        (["--model", "MODEL", "--pairs", "nowhere", "nowhere"], "nowhere: expected a folder of pictures"),
        (["--model", "MODEL", "--rate", "5"], "--rate belongs to --pairs"),
        (["--model", "MODEL", "--pairs", ".", ".", "--rate", "0"], "rate: expected more than 0"),
        (["--params-file", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
        (["--params-file", "PARAMS", "--model", "MODEL"], "--model: --params-file sets model.path to MODEL"),
        (["--params-file", "PARAMS", "--namespace", "my robot"], "expected a namespace such as /robot1, got"),
        (["--namespace", "robot"], "--namespace says which blocks of --params-file are meant; give one"),
        (["--params-file", "PARAMS", "--rate", "5"], "--rate belongs to --pairs"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_starts(tmp_path, monkeypatch, capsys, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    write_random_checkpoint(tmp_path / "MODEL")
    (tmp_path / "PARAMS").write_text("/**: {ros__parameters: {model.path: MODEL}}", encoding="utf-8")
    assert main(["demo", *arguments]) == 2
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "demo_output").exists()


def test_a_file_in_the_place_of_the_output_is_refused(tmp_path, capsys):
    model, out = write_random_checkpoint(tmp_path / "MODEL"), tmp_path / "out"
    out.touch()
    assert main(["demo", "--model", str(model), "--out", str(out)]) == 2
    assert f"--out: expected a folder, or a place for one; [Errno 17] File exists: '{out}'" in (
        capsys.readouterr().err
    )


def test_a_mode_that_never_came_is_named_and_fails(capsys):
    script = FaultScript.from_list([{"rgb": "drop", "from": 2.0, "to": 5.0}])
    stuck = reactions(script, [ModeSpan("fused", "", 0.0, 3.0), ModeSpan("thermal", "", 3.0, 9.0)])
    assert command._verdict(stuck) == 1
    assert capsys.readouterr().err == (
        "csk_ros demo: expected mode fused after rgb drop from 2 s to 5 s, it never came\n"
    )
    fine = reactions(script, [ModeSpan("thermal", "", 3.0, 6.0), ModeSpan("fused", "", 6.0, 9.0)])
    assert command._verdict(fine) == 0
    assert capsys.readouterr().err == ""
