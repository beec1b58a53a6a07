"""The soak as a whole: a real node in its process, real DDS, a small network and small pictures."""

from __future__ import annotations

import json
import os
import re
import signal

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.cli import main
from csk_ros.live import process_sample
from csk_ros.live.node_process import NodeProcess
from csk_ros.live.process_sample import can_sample
from csk_ros.mode import Mode
from csk_ros.recording.fitted_recording import FittedRecording
from csk_ros.soak import command
from csk_ros.soak.run import FEWEST_SAMPLES
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH
from support.small_recording import small_recording

GROWTH = ("memory: ", "threads: ", "file handles: ")
"""How those failures begin that are no account of frames."""

needs_proc = pytest.mark.skipif(not can_sample(), reason="needs Linux's /proc")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


@pytest.fixture
def soak(model, tmp_path, ros_domain_id, monkeypatch):
    """Runs six seconds of small pictures in the test's own domain; returns exit code and figures."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(command, "private_environment", lambda _: {"ROS_DOMAIN_ID": str(ros_domain_id)})
    pictures = small_recording(8, period=1 / 30, size=(HEIGHT, WIDTH))
    monkeypatch.setattr(command, "held_street", lambda _rate, seconds: FittedRecording(pictures, seconds))

    def run():
        out = tmp_path / "out"
        code = main(["soak", "--minutes", "0.1", "--model", str(model), "--out", str(out)])
        assert (out / "node.log").is_file()
        return code, json.loads((out / "soak.json").read_text())

    return run


@pytest.fixture
def nodes(monkeypatch):
    """The nodes that a soak starts."""
    started = []

    class Known(NodeProcess):
        def __enter__(self):
            started.append(self)
            return super().__enter__()

    monkeypatch.setattr(command, "NodeProcess", Known)
    return started


@needs_proc
def test_a_healthy_node_passes_and_every_frame_is_accounted_for(soak, nodes, capsys):
    code, figures = soak()
    printed, errors = capsys.readouterr()
    # The rules of growth are for hours: in seconds a busy machine may break them.
    assert all(failure.startswith(GROWTH) for failure in figures["failures"]), errors
    assert code == bool(figures["failures"])
    assert nodes[0]._process.returncode is not None

    frames = figures["frames"]
    published, dropped = frames["published"], frames["dropped"].get("thermal", {})
    assert frames["received"]["thermal"] == (
        published.get("fused", 0) + published.get("thermal", 0) + sum(dropped.values())
    )
    assert frames["labels_arrived"] == sum(published.values()) > 0
    assert published["fused"] > 0
    assert frames["unaccounted"] == 0
    # The shutter leaves every picture, dropped rgb pictures are not sent.
    assert 0 < frames["received"]["thermal"] <= frames["sent"]["thermal"]
    assert 0 < frames["received"]["rgb"] <= frames["sent"]["rgb"] < frames["sent"]["thermal"]

    latency = figures["latency"]
    assert latency["all"]["labels"] == sum(latency[mode]["labels"] for mode in published)
    assert 0 < latency["all"]["labels"] <= frames["labels_arrived"]
    assert 0 < latency["all"]["p50"] <= latency["all"]["p99"] <= latency["all"]["max"]
    assert {mode for mode in map(str, Mode) if latency[mode]} == set(published)

    assert figures["seconds"] >= figures["planned_seconds"] == 6.0
    assert figures["node"]["device"] == "cpu"
    # A Python with torch: more than 50 MiB and a few threads, less than 10 GiB and thousands.
    assert 50 < figures["memory"]["first"] <= figures["memory"]["highest"] < 10_000
    assert 3 < figures["threads"]["highest"] < 1000
    assert 3 < figures["files"]["highest"] < 1000
    assert len(set(map(len, figures["samples"].values()))) == 1
    assert "unaccounted for" in printed
    assert "minute   memory MiB" in printed


@needs_proc
def test_a_node_that_dies_in_the_middle_fails_with_its_log_and_the_figures_so_far(
    soak, nodes, monkeypatch, capsys
):
    def kill_at_a_fifth(_progress, observation):
        if len(observation.samples) >= FEWEST_SAMPLES // 5:
            os.kill(nodes[0].pid, signal.SIGKILL)

    monkeypatch.setattr(command.SoakProgress, "show", kill_at_a_fifth)
    code, figures = soak()
    errors = capsys.readouterr().err
    assert code == 1
    assert "csk_ros soak: the node ended by itself with exit code -9" in errors
    log = r"random\.safetensors \(background, car, person, bike\) in \w+ \(\w+, cpu\)"
    assert re.search(log, errors), "the end of the node's log"
    assert "Traceback" not in errors
    assert figures["failures"][0].startswith("the node ended by itself with exit code -9")
    assert len(figures["samples"]["memory"]) >= FEWEST_SAMPLES // 5
    assert 0 < figures["seconds"] < figures["planned_seconds"]


@needs_proc
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--minutes", "0"], "--minutes: expected 0.1 or more, got 0"),
        (["--minutes", "nan"], "--minutes: expected 0.1 or more, got nan"),
        (["--minutes", "inf"], "--minutes: expected 0.1 or more, got inf"),
        (["--rate", "0"], "--rate: expected 1 to 100 pairs a second, got 0"),
        (["--model", "nowhere.safetensors"], "nowhere.safetensors does not exist"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_starts(tmp_path, monkeypatch, capsys, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    assert main(["soak", *arguments]) == 2
    assert complaint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@needs_proc
def test_a_file_in_the_place_of_the_output_is_refused(tmp_path, model, capsys):
    out = tmp_path / "out"
    out.touch()
    assert main(["soak", "--model", str(model), "--out", str(out)]) == 2
    assert f"--out: expected a folder, or a place for one; [Errno 17] File exists: '{out}'" in (
        capsys.readouterr().err
    )


def test_a_system_that_is_not_linux_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(process_sample, "PROC", tmp_path / "proc")
    assert main(["soak"]) == 2
    assert "read from /proc, which this system lacks; run it on Linux" in capsys.readouterr().err
