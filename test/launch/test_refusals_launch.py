"""`ros2 launch` with arguments that cannot be meant: one line says why, and nothing is started."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack

import pytest

pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

if shutil.which("ros2") is None:
    pytest.skip("needs the ros2 command", allow_module_level=True)

from support.launched import PREFIX

NODE, POINTS, REPLAY = "segmentation.launch.py", "semantic_points.launch.py", "replay_evaluation.launch.py"

TOPIC = "expected a topic such as /camera/image_raw, got"

WRONG = {
    (NODE, "modell:=a"): "there is no launch argument 'modell'; did you mean model?",
    (NODE, "params_file:=/nope.yaml"): "params_file: /nope.yaml: cannot be read: No such file or directory",
    (NODE, "log_level:=loud"): "log_level: expected debug, info, warn, error, fatal, got 'loud'",
    (NODE, "autostart:=maybe"): "autostart: expected true or false, got 'maybe'",
    (NODE, "rgb_topic:=front color"): f"rgb_topic: {TOPIC} 'front color'",
    (NODE, "thermal_info_topic:=a b"): f"thermal_info_topic: {TOPIC} 'a b'",
    (NODE, "namespace:=my robot"): "namespace: expected a namespace such as /robot1, got 'my robot'",
    (POINTS, "point_topic:=a"): "there is no launch argument 'point_topic'; did you mean points_topic?",
    (POINTS, "params_file:=/nope.yaml"): "params_file: /nope.yaml: cannot be read: No such file or directory",
    (REPLAY, "bag:=a", "out:=b", "autostart:=true"): "there is no launch argument 'autostart'",
    (REPLAY, "bag:=a", "out:=b", "params_file:=/nope.yaml"): "params_file: /nope.yaml: cannot be read",
}


@pytest.mark.usefixtures("ros_domain_id")
def test_a_wrong_argument_is_one_line_and_starts_nothing(tmp_path):
    assert (PREFIX / "share" / "csk_ros" / "launch" / NODE).is_file()
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    ["ros2", "launch", "csk_ros", *words],  # noqa: S607 - the one that is sourced
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    # Together in one folder they warn of each other.
                    env={**os.environ, "ROS_LOG_DIR": str(tmp_path / str(number))},
                )
            )
            for number, words in enumerate(WRONG)
        ]
        logs = [process.communicate(timeout=180)[0] for process in processes]
    for process, log, reason in zip(processes, logs, WRONG.values(), strict=True):
        assert process.returncode == 1, log
        assert "process started" not in log
        lines = [line for line in log.splitlines() if not line.startswith("[INFO]")]
        assert len(lines) == 1, log
        assert reason in lines[0]
