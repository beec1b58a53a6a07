"""The command as a whole, with a small network and few frames."""

from __future__ import annotations

import importlib.util
import json

import pytest

from csk_ros.benchmark import stage_benchmark
from csk_ros.benchmark.protocol import Measured, Ready
from csk_ros.benchmark.stages import PUBLISH, STAGES, TOTAL
from csk_ros.benchmark.worker_process import UnusableRuntimeError
from csk_ros.cli import main
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH

HAS_ROS = importlib.util.find_spec("rclpy") is not None
TAKEN = {*STAGES, TOTAL} - (set() if HAS_ROS else {PUBLISH})


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


def check_times(times):
    assert set(times["stages"]) == TAKEN
    for summary in times["stages"].values():
        assert 0 < summary["median"] <= summary["p95"] <= summary["p99"]
    # In every frame the whole way takes longer than any stage, so in the middle it does, too.
    longest = max(times["stages"][stage]["median"] for stage in TAKEN - {TOTAL})
    assert times["stages"][TOTAL]["median"] >= longest
    assert times["total_over_infer"] >= 1


def test_every_stage_of_every_mode_is_measured(model, tmp_path, capsys):
    path = tmp_path / "figures.json"
    words = ["--model", str(model), "--runtimes", "torch", "--modes", "thermal,fused", "--frames", "1"]
    assert main(["benchmark", *words, "--threads", "1", "--json", str(path)]) == 0
    figures = json.loads(path.read_text())
    assert (figures["model"], figures["frames"], figures["threads"]) == ("random.safetensors", 1, 1)
    assert figures["left_out"] == {}
    assert set(figures["machine"]) == {"cpu", "cores", "python", "csk_ros", "libraries"}
    torch = figures["runtimes"]["torch"]
    assert (torch["precision"], torch["device"]) == ("float32", "cpu")
    assert torch["pictures"] == f"{WIDTH}x{HEIGHT}"
    assert torch["publishes"] is HAS_ROS
    assert torch["start_up_s"] > 0
    assert torch["peak_memory_mib"] > 50
    assert list(torch["modes"]) == ["thermal", "fused"]
    for times in torch["modes"].values():
        check_times(times)
        # A single frame: its stages add up.
        medians = {stage: summary["median"] for stage, summary in times["stages"].items()}
        assert medians[TOTAL] == pytest.approx(sum(medians[stage] for stage in TAKEN - {TOTAL}))
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"  random.safetensors: 1 frames of {WIDTH}x{HEIGHT} in each mode, one at a time"
    assert "Python" in out[1]
    assert [line.split()[0] for line in out[3:5]] == ["runtime", "torch"]


def test_two_configurations_are_compared_in_turn(model, tmp_path, capsys):
    path = tmp_path / "figures.json"
    words = ["--compare", "torch/thermal", "eager/plain", "--rounds", "2", "--threads", "1"]
    assert main(["benchmark", "--model", str(model), *words, "--json", str(path)]) == 0
    figures = json.loads(path.read_text())
    assert figures["rounds"] == 2
    assert [side["configuration"] for side in figures["configurations"]] == ["torch/thermal", "eager/plain"]
    for side in figures["configurations"]:
        check_times(side)
    assert set(figures["ratios"]) == {"infer", "total"}
    for ratio in figures["ratios"].values():
        assert 0 < ratio["lower"] <= ratio["median"] <= ratio["upper"]
    assert "torch/thermal : eager/plain" in capsys.readouterr().out


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path, capsys):
    path = tmp_path / "no.safetensors"
    assert main(["benchmark", "--model", str(path), "--runtimes", "torch", "--frames", "1"]) == 2
    assert f"csk_ros benchmark: {path} does not exist" in capsys.readouterr().err


class Missing:
    """In the place of a worker: every runtime but torch is missing."""

    def __init__(self, assignment, _cache):
        self.executor = assignment.executor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def ready(self):
        if self.executor != "torch":
            raise UnusableRuntimeError(f"{self.executor} is not installed")
        return Ready("torch", "float32", "cpu", 1.0, [48, 64], publishes=True, notes=[])

    def measure(self, block):
        return Measured({stage: [1.0] * block.frames for stage in (*STAGES, TOTAL)}, 100.0)


def test_runtimes_that_are_missing_are_left_out_with_the_reason(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(stage_benchmark, "WorkerProcess", Missing)
    path = tmp_path / "figures.json"
    assert main(["benchmark", "--json", str(path)]) == 0
    figures = json.loads(path.read_text())
    assert list(figures["runtimes"]) == ["torch"]
    reasons = {name: f"{name} is not installed" for name in ("openvino", "onnxruntime")}
    assert figures["left_out"] == reasons
    out = capsys.readouterr().out
    assert all(f"  {name} is left out: {reason}\n" in out for name, reason in reasons.items())


def test_without_any_runtime_there_is_nothing_to_tell(monkeypatch, capsys):
    monkeypatch.setattr(stage_benchmark, "WorkerProcess", Missing)
    assert main(["benchmark", "--runtimes", "openvino"]) == 2
    assert (
        "none of the runtimes can be used here. openvino: openvino is not installed"
        in capsys.readouterr().err
    )
