"""What launch files refuse, and what they make of what they take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csk_ros.parameters.launch_arguments import LaunchArgumentError, LaunchArguments, refuse_unknown

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "launch" / "segmentation.launch.py"
DECLARED = ("model", "rgb_topic", "thermal_topic", "namespace")
BY_PACKAGE = ["/opt/ros/bin/ros2", "launch", "-d", "csk_ros", FILE.name]


def argument(name, text):
    return LaunchArguments({name: text})


def refusal(reason):
    return pytest.raises(LaunchArgumentError, match=f"^{re.escape(reason)}$")


@pytest.mark.parametrize("command", [BY_PACKAGE, ["ros2", "launch", str(FILE)]], ids=["package", "path"])
@pytest.mark.parametrize(
    ("given", "meant"),
    [("modell", "did you mean model? "), ("rgb-topic", "did you mean rgb_topic? "), ("speed", "")],
)
def test_an_unknown_argument_is_refused_and_the_nearest_named(command, given, meant):
    reason = f"there is no launch argument '{given}'; {meant}"
    with refusal(f"{reason}`ros2 launch csk_ros segmentation.launch.py --show-args` lists all"):
        refuse_unknown(["model:=a", f"{given}:=b"], command, FILE, DECLARED)


@pytest.mark.parametrize(
    "command",
    [
        ["ros2", "launch", "robot", "robot.launch.py"],
        ["ros2", "launch", "robot", FILE.name],
        ["ros2", "launch", f"/nowhere/{FILE.name}"],
        ["pytest"],
    ],
)
def test_what_is_given_to_a_launch_file_that_includes_it_is_not_its_business(command):
    refuse_unknown(["modell:=a"], command, FILE, DECLARED)


def test_known_arguments_and_other_words_are_taken():
    refuse_unknown(["model:=a:=b", "rgb_topic:=", "--debug"], BY_PACKAGE, FILE, DECLARED)


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "tRue", "1", "yes", "on", "y"])
def test_yes(text):
    assert argument("autostart", text).truth("autostart") is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE", "0", "no", "off", "N"])
def test_no(text):
    assert argument("autostart", text).truth("autostart") is False


@pytest.mark.parametrize("text", ["maybe", "2", "1.0", "0.0", "truee", " "])
def test_neither_is_refused(text):
    with refusal(f"autostart: expected true or false, got '{text}'"):
        argument("autostart", text).truth("autostart")


def test_the_log_level_is_one_of_ros():
    assert argument("log_level", "WARN").log_level() == "warn"
    with refusal("log_level: expected debug, info, warn, error, fatal, got 'loud'"):
        argument("log_level", "loud").log_level()


@pytest.mark.parametrize(
    "text",
    ["rgb", "/rgb", "rgb/image_raw", "~/rgb", "/camera_1/Image", "{ns}/rgb", "/robot/{node}/rgb", "_a"],
)
def test_topics_are_taken_as_they_are(text):
    assert argument("rgb_topic", text).topic("rgb_topic") == text


@pytest.mark.parametrize("text", ["", "a b", "/", "a//b", "a/", "/1st", "a-b", "rgb;", "~rgb", "a/~/b", "ä"])
def test_what_is_no_topic_is_refused(text):
    with refusal(f"rgb_topic: expected a topic such as /camera/image_raw, got '{text}'"):
        argument("rgb_topic", text).topic("rgb_topic")


@pytest.mark.parametrize(
    ("pushed", "given", "namespace"),
    [
        (None, "", ""),
        (None, "/", ""),
        (None, "robot", "/robot"),
        (None, "/a/b", "/a/b"),
        ("/a", "", "/a"),
        ("/a", "b", "/a/b"),
        ("/a", "/b", "/b"),
        ("a", "b", "/a/b"),
    ],
)
def test_a_namespace_lies_below_one_that_is_pushed(pushed, given, namespace):
    texts = {"namespace": given} | ({} if pushed is None else {"ros_namespace": pushed})
    assert LaunchArguments(texts).namespace() == namespace


def test_what_is_no_namespace_is_refused():
    with refusal("namespace: expected a namespace such as /robot1, got 'my robot'"):
        argument("namespace", "my robot").namespace()


@pytest.fixture
def check(tmp_path):
    file = tmp_path / "parameters.yaml"

    def check(text, *overrides, namespace="", node="segmentation"):
        file.write_text(text, encoding="utf-8")
        told = []
        arguments = LaunchArguments({"params_file": str(file), "namespace": namespace})
        arguments.check_params_file(node, overrides, told.append)
        return told

    return check


@pytest.mark.parametrize("node", ["segmentation", "semantic_points"])
def test_the_shipped_files_are_taken(check, node):
    text = (ROOT / "config" / f"{node}.yaml").read_text(encoding="utf-8")
    assert check(text, "use_sim_time", node=node, namespace="robot") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/**: {ros__parameters: {rgb.wait: 11.0}}", "rgb.wait: expected 0 .. 10, got 11.0"),
        (
            "/**: {ros__parameters: {rgb.wiat: 1.0}}",
            "there is no parameter 'rgb.wiat'; did you mean rgb.wait?",
        ),
        ("/**: [", "line 1: expected a list only as a parameter's value"),
        ("/b/segmentation: {ros__parameters: {}}", "it has /b/segmentation; did you mean the namespace /b?"),
    ],
)
def test_a_file_that_the_node_would_not_take_is_refused(check, text, reason):
    with pytest.raises(
        LaunchArgumentError, match=rf"^params_file: .*parameters\.yaml: .*{re.escape(reason)}"
    ):
        check(text, namespace="/a")


def test_a_file_that_is_not_there_is_refused():
    arguments = LaunchArguments({"params_file": "/nope.yaml", "namespace": ""})
    with refusal("params_file: /nope.yaml: cannot be read: No such file or directory"):
        arguments.check_params_file("segmentation", (), pytest.fail)


def test_what_is_left_out_is_told(check):
    (told,) = check("/**: {ros__parameters: {robot_radius: 1.0, rgb.wait: 0.2}}")
    assert told.endswith("robot_radius is no parameter of segmentation, and is left out")


def test_a_file_in_which_an_argument_would_be_lost_is_refused(check):
    own = "/a/segmentation: {ros__parameters: {model.path: a, model.device: cpu}}\n"
    every = "/**: {ros__parameters: {model.path: b}}\n"
    assert check(every + own, "model.path", namespace="a") == []
    assert check(own + every, "model.device", namespace="a") == []
    assert check(own + every, namespace="a") == []
    with pytest.raises(
        LaunchArgumentError,
        match=r"expected the block /\*\* before /a/segmentation: after it, it sets model\.path",
    ):
        check(own + every, "model.path", namespace="a")
