"""What the demo takes of a robot's params file."""

from __future__ import annotations

import pytest

from csk_ros.demo.node_parameters import robot_parameters, write_parameters
from csk_ros.parameters.given_value import ParametersError
from csk_ros.parameters.parameters_file import read_parameters

ROBOT = """\
/robot/segmentation:
  ros__parameters:
    use_sim_time: true
    autostart: false
    model: {path: other.safetensors, threads: 1, device: '1e3'}
    rgb: {transport: compressed, dark_level: 1e-3}
    registration.translation: [0.1, 0.0, -0.5]
"""


@pytest.fixture
def robot(tmp_path):
    file = tmp_path / "robot.yaml"
    file.write_text(ROBOT, encoding="utf-8")
    return file


def of_robot(*files):
    return robot_parameters(files, "/robot", pytest.fail)


def test_the_robots_node_is_meant_and_the_demo_starts_its_own(robot):
    assert of_robot(robot) == {
        "autostart": True,
        "model.path": "other.safetensors",
        "model.threads": 1,
        "model.device": "1e3",
        "rgb.transport": "raw",
        "thermal.transport": "raw",
        "rgb.dark_level": 0.001,
        "registration.translation": (0.1, 0.0, -0.5),
    }


def test_what_is_written_reads_the_same_but_for_the_model(robot, tmp_path):
    values = of_robot(robot)
    written = write_parameters(tmp_path / "demo.yaml", values)
    del values["model.path"]
    assert read_parameters(written) == values


def test_what_the_node_would_refuse_is_refused(robot):
    robot.write_text(ROBOT.replace("dark_level", "dark_levle"), encoding="utf-8")
    with pytest.raises(ParametersError, match=r"robot\.yaml: there is no parameter 'rgb\.dark_levle'"):
        of_robot(robot)


def test_of_two_files_the_later_counts(robot, tmp_path):
    more = tmp_path / "more.yaml"
    more.write_text("/**: {ros__parameters: {model.threads: 3, rgb.wait: 0.5}}", encoding="utf-8")
    alone = of_robot(robot)
    assert of_robot(robot, more) == alone | {"model.threads": 3, "rgb.wait": 0.5}
    assert of_robot(more, robot) == alone | {"rgb.wait": 0.5}
