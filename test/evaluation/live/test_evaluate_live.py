"""The evaluator beside a real node and a real replay: what it says is what the offline evaluation says."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.cli import main
from csk_ros.evaluation.live import live_run
from csk_ros.live.node_process import NodeProcess
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH, rgb_picture, thermal_picture

FRAMES = 40
PERIOD = 100_000_000
START = 1_000_000_000


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    """Four seconds of small pictures with ground truth, stamped as they were recorded."""
    path = tmp_path_factory.mktemp("bag") / "bag"
    random = np.random.default_rng(1)
    with BagWriter(path) as writer:
        for number in range(FRAMES):
            time = START + number * PERIOD
            truth = random.integers(0, 4, (HEIGHT, WIDTH)).astype(np.uint8)
            for stream, encoding, image in (
                ("rgb", "rgb8", rgb_picture(number)),
                ("thermal", "mono8", thermal_picture(number)),
                ("labels", "mono8", truth),
            ):
                writer.write(RecordedImage(stream, time, time, f"{stream}_optical", encoding, image))
    return path


def lines_of(folder):
    with (folder / "frames.csv").open(encoding="utf-8") as file:
        return {line["stamp"]: line for line in csv.DictReader(file)}


@pytest.fixture
def evaluate_live(model, bag, tmp_path, ros_domain_id, monkeypatch):  # noqa: ARG001 - a domain of its own
    """Plays the bag, perhaps with faults, to a node that an evaluator listens to; its folder."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")

    def run(*options):
        out = tmp_path / "live"
        replay = [sys.executable, "-m", "csk_ros", "replay", "--bag", str(bag), "--quiet", *options]
        replay += ["--wait-for-subscribers", "120", "--subscribers", "2"]
        with NodeProcess(model, tmp_path / "node.log") as node, subprocess.Popen(replay) as playing:
            # A node that ends would be waited for without end.
            monkeypatch.setattr(live_run.Waiting, "look", lambda *_: node.check())
            code = main(["evaluate", "--live", "--model", str(model), "--out", str(out), *options])
            assert playing.wait() == 0
        assert code == 0
        return out

    return run


def test_live_and_offline_agree_frame_by_frame(evaluate_live, model, bag, tmp_path, capsys):
    live = evaluate_live()
    # As the node of this test: the number of threads must not change the last digit.
    offline = ["evaluate", "--bag", str(bag), "--model", str(model), "--threads", "1"]
    assert main([*offline, "--out", str(tmp_path / "offline")]) == 0
    seen, played = lines_of(live), lines_of(tmp_path / "offline")
    assert len(played) == FRAMES
    # The last frames of a replay may get lost on a busy machine, not many.
    assert len(seen) >= FRAMES - 5
    # Of a frame whose truth got lost on its way the answer alone is known.
    judged = [line for line in seen.values() if line["miou"]]
    assert len(judged) >= FRAMES - 5
    for stamp, line in seen.items():
        figures_of_truth = ("pixel_accuracy", "miou") if line["miou"] else ()
        told = {name: line[name] for name in ("mode", "reason", "skew", *figures_of_truth)}
        assert told == {name: played[stamp][name] for name in told}
    figures = json.loads((live / "report.json").read_text())["passes"]["live"]
    assert figures["coverage"]["thermal_frames"] >= len(seen)
    assert figures["ground_truth"]["compared"] == len(judged)
    assert figures["latency"]["all"]["p50"] > 0
    assert figures["jitter"]["p50"] >= 0
    assert "the running node, live" in capsys.readouterr().out


def test_faults_of_the_replay_are_answered_as_offline(evaluate_live, model, bag, tmp_path):
    faults = tmp_path / "faults.yaml"
    faults.write_text("faults: [{rgb: drop, from: 1.0, to: 2.5}]\n")
    live = evaluate_live("--faults", str(faults))
    offline = ["evaluate", "--bag", str(bag), "--model", str(model), "--threads", "1"]
    assert main([*offline, "--faults", str(faults), "--out", str(tmp_path / "offline")]) == 0
    figures = [
        json.loads((folder / "report.json").read_text())["passes"][name]
        for folder, name in ((live, "live"), (tmp_path / "offline", "with faults"))
    ]
    for each in figures:
        assert each["mode_sequence"] == ["fused", "thermal", "fused"]
        (fault,) = each["faults"]
        assert (fault["expected"], fault["expected_afterwards"]) == ("thermal", "fused")
        assert fault["reaction"] is not None
        assert fault["return"] is not None
    seen, played = lines_of(live), lines_of(tmp_path / "offline")
    # While rgb is long gone, and long back, nothing depends on when exactly that was noticed.
    settled = [str(START + number * PERIOD) for number in (*range(9), *range(16, 24), *range(32, 36))]
    # A frame or its truth may get lost on a busy machine: what was judged must be judged alike.
    judged = [stamp for stamp in settled if stamp in seen and seen[stamp]["miou"]]
    assert len(judged) >= len(settled) - 3
    assert {stamp: seen[stamp]["miou"] for stamp in judged} == {
        stamp: played[stamp]["miou"] for stamp in judged
    }


def test_without_a_node_the_call_says_so(ros_domain_id, model, tmp_path, capsys, monkeypatch):  # noqa: ARG001
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(live_run, "_spin", interrupted)
    assert main(["evaluate", "--live", "--model", str(model), "--out", str(tmp_path / "out")]) == 2
    assert "no active segmentation node was heard on /diagnostics" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_node_of_another_model_is_told_by_name(ros_domain_id, model, tmp_path, capsys):  # noqa: ARG001
    with NodeProcess(model, tmp_path / "node.log"):
        assert main(["evaluate", "--live", "--out", str(tmp_path / "out")]) == 2
    assert f"the node runs {model}: say --model {model}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_node_that_cannot_start_is_not_waited_for_for_ever(
    ros_domain_id,  # noqa: ARG001
    tmp_path,
    capsys,
    monkeypatch,
):
    monkeypatch.setattr(live_run, "PATIENCE", 0.5)
    with NodeProcess(tmp_path / "nowhere.safetensors", tmp_path / "node.log"):
        assert main(["evaluate", "--live", "--out", str(tmp_path / "out")]) == 2
    told = "the segmentation node does not become active; it says: not configured: "
    assert f"{told}{tmp_path}/nowhere.safetensors does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--live", "--compare"], "--compare belongs to --bag, it has no meaning with --live"),
        (["--live", "--sweep", "rgb.wait=0.1"], "--sweep belongs to --bag"),
        (["--bag", "x", "--ros-args", "-r", "a:=b"], "--ros-args belong to --live"),
    ],
)
def test_options_of_the_other_kind_are_refused(options, error, tmp_path, capsys):
    assert main(["evaluate", "--out", str(tmp_path / "out"), *options]) == 2
    assert error in capsys.readouterr().err
