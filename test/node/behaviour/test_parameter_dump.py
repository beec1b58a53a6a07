"""What `ros2 param dump` writes of a running node starts it again as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from rcl_interfaces.srv import GetParameters, ListParameters
from rclpy.node import Node
from rclpy.parameter import parameter_value_to_python

from support.asking import ask
from support.spin import spin_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = {
    "segmentation": "csk_ros.node.segmentation_node",
    "semantic_points": "csk_ros.points.semantic_points_node",
}

SET = {
    "segmentation": {
        "model.runtime": "torch",
        "model.threads": "1",
        "rgb.max_skew": "0.02",
        "thermal.transport": "compressed",
        "fallback.allow_rgb": "false",
        "qos_overrides./robot/rgb/image_raw.subscription.depth": "7",
        "qos_overrides./robot/segmentation.publisher.reliability": "best_effort",
    },
    "semantic_points": {
        "max_skew": "0.02",
        "qos_overrides./robot/points.subscription.reliability": "reliable",
    },
}
"""Parameters that are given at the first start, as on a command line."""

PATIENCE = 120.0
"""Seconds for a process to start on a busy machine."""


@contextmanager
def running(name: str, *arguments: str) -> Iterator[None]:
    """A node in a process of its own, in the namespace /robot."""
    command = [sys.executable, "-m", MODULES[name], "--ros-args", "-r", "__ns:=/robot", *arguments]
    with subprocess.Popen(command) as process:
        try:
            yield
        finally:
            process.terminate()


class ByServices:
    """Asks as `ros2 param dump` does, where ros2cli is not installed."""

    def __init__(self, context, executor) -> None:
        self.peer = Node("peer", context=context)
        self.executor = executor
        executor.add_node(self.peer)

    def __call__(self, node: str) -> dict[str, Any]:
        names = self._ask(ListParameters, node, "list_parameters", ListParameters.Request()).result.names
        values = self._ask(
            GetParameters, node, "get_parameters", GetParameters.Request(names=list(names))
        ).values
        tree: dict[str, Any] = {}
        for name, value in zip(names, values, strict=True):
            *branches, leaf = name.split(".")
            place = tree
            for branch in branches:
                place = place.setdefault(branch, {})
            place[leaf] = parameter_value_to_python(value)
        return {node: {"ros__parameters": tree}}

    def _ask(self, service_type: type, node: str, service: str, request: object) -> Any:
        client = self.peer.create_client(service_type, f"{node}/{service}")
        try:
            return ask(self.executor, client, request, PATIENCE)
        finally:
            self.peer.destroy_client(client)


def by_command(node: str) -> dict[str, Any]:
    command = ["ros2", "param", "dump", node, "--no-daemon", "--spin-time", "10"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    return yaml.safe_load(answer.stdout)


@pytest.fixture(params=["services", "ros2 param dump"])
def dump(request, ros_context, ros_executor):
    if request.param == "services":
        return ByServices(ros_context, ros_executor)
    if shutil.which("ros2") is None:
        pytest.skip("ros2cli is not installed")
    return by_command


@pytest.fixture
def wait_until_up(ros_context, ros_executor):
    """Wait for a node to have all its publishers."""
    peer = Node("watcher", context=ros_context)
    ros_executor.add_node(peer)
    last = {"segmentation": "/robot/segmentation/mode", "semantic_points": "/robot/segmentation/points"}

    def wait(name: str, publishers: int) -> None:
        spin_until(
            ros_executor,
            lambda: peer.count_publishers(last[name]) == publishers,
            f"the node {name}",
            PATIENCE,
        )

    return wait


def flat(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in tree.items():
        result |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return result


@pytest.mark.parametrize("name", MODULES)
def test_the_dump_of_a_node_starts_it_again(name, dump, wait_until_up, checkpoint: Path, tmp_path: Path):
    given = dict(SET[name])
    if name == "segmentation":
        given["model.path"] = str(checkpoint)
    arguments = [word for key, value in given.items() for word in ("-p", f"{key}:={value}")]
    with running(name, *arguments):
        wait_until_up(name, publishers=1)
        first = dump(f"/robot/{name}")
    (values,) = first.values()
    values = flat(values["ros__parameters"])
    assert {key: values[key] for key in given} == {key: yaml.safe_load(text) for key, text in given.items()}
    file = tmp_path / "dumped.yaml"
    file.write_text(yaml.safe_dump(first))
    wait_until_up(name, publishers=0)
    with running(name, "--params-file", os.fspath(file)):
        wait_until_up(name, publishers=1)
        assert dump(f"/robot/{name}") == first
