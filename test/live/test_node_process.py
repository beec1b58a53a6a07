"""The node's process and its end, with other programs in the node's place."""

from __future__ import annotations

import os
import sys
import time

import pytest

from csk_ros.live import node_process
from csk_ros.live.node_process import TAIL, NodeDiedError, NodeProcess


@pytest.fixture
def make(tmp_path):
    def run(program):
        process = NodeProcess(tmp_path / "some.safetensors", tmp_path / "node.log")
        process._command = [sys.executable, "-c", program]
        return process

    return run


def wait_for_log(process, text):
    deadline = time.monotonic() + 30
    while text not in process.log.read_text():
        assert time.monotonic() < deadline, f"'{text}' was not printed within 30 s"
        time.sleep(0.01)


def test_it_is_the_node_with_the_model_by_this_python(tmp_path):
    process = NodeProcess(tmp_path / "some.safetensors", tmp_path / "node.log")
    assert process._command == [
        *(sys.executable, "-m", "csk_ros.node.segmentation_node"),
        *("--ros-args", "-p", f"model.path:={tmp_path}/some.safetensors"),
        *("-r", "__ns:=/"),
    ]


def test_parameters_and_namespace_are_passed_on(tmp_path):
    model, log = tmp_path / "some.safetensors", tmp_path / "node.log"
    process = NodeProcess(model, log, {"model.threads": 1, "autostart": False}, namespace="/robot")
    assert process._command[-8:] == [
        *("-p", f"model.path:={model}", "-p", "model.threads:=1"),
        *("-p", "autostart:=False", "-r", "__ns:=/robot"),
    ]


def test_a_params_file_comes_before_the_parameters_that_count_more(tmp_path):
    model, params_file = tmp_path / "some.safetensors", tmp_path / "robot.yaml"
    process = NodeProcess(model, tmp_path / "node.log", params_file=params_file)
    assert process._command[3:8] == [
        *("--ros-args", "--params-file", str(params_file)),
        *("-p", f"model.path:={model}"),
    ]


def test_a_running_process_is_fine_and_is_ended_with_the_block(make):
    with make("import time; print('here', flush=True); time.sleep(1000)") as process:
        wait_for_log(process, "here")
        process.check()
    with pytest.raises(NodeDiedError, match="exit code -15"):
        process.check()


def test_a_process_that_ended_is_reported_with_the_end_of_its_log(make):
    with make("for n in range(100): print('line', n)\nraise SystemExit(3)") as process:
        process._process.wait()
        with pytest.raises(NodeDiedError, match="exit code 3") as caught:
            process.check()
    lines = str(caught.value).splitlines()
    assert lines[1:] == [f"line {n}" for n in range(100 - TAIL, 100)]


def test_a_process_that_said_nothing_is_reported_with_its_logs_name(make):
    with make("raise SystemExit(1)") as process:
        process._process.wait()
        with pytest.raises(NodeDiedError, match=r"printed nothing to .*node\.log"):
            process.check()


def test_a_deaf_process_is_ended_by_force(make, monkeypatch):
    monkeypatch.setattr(node_process, "PATIENCE", 0.1)
    program = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(1000)"
    )
    with make(program) as process:
        wait_for_log(process, "deaf")
        assert process.stop() == -9


def test_it_is_ended_when_the_block_fails(make):
    process = make("import time; time.sleep(1000)")
    with pytest.raises(RuntimeError, match="something else"), process:
        raise RuntimeError("something else")
    assert process._process.returncode == -15


def test_stopping_twice_is_stopping_once(make):
    with make("raise SystemExit(0)") as process:
        process._process.wait()
        assert process.stop() == process.stop() == 0


def test_it_tells_the_number_of_its_process(tmp_path):
    node = NodeProcess(tmp_path / "some.safetensors", tmp_path / "node.log")
    node._command = [sys.executable, "-c", "import os; print(os.getpid())"]
    with pytest.raises(ValueError, match="before its block is entered"):
        node.pid  # noqa: B018 - that it raises is all
    with node:
        os.waitid(os.P_PID, node.pid, os.WEXITED | os.WNOWAIT)
    assert node.log.read_text() == f"{node.pid}\n"
