"""What the code uses of ROS 2's Python packages is there in Humble, the oldest one supported."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.source_code import SOURCES, imports, parse, parse_text

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = {
    "ament_index_python",
    "cv_bridge",
    "launch",
    "launch_ros",
    "message_filters",
    "rclpy",
    "sensor_msgs_py",
}

HUMBLE = set((Path(__file__).parent / "humble.txt").read_text(encoding="utf-8").split())
"""What was looked up: `module.name`, `module.name(keyword)` for a call, `.member` and `.member(keyword)`."""

KINDS = (
    *("rclpy.client.Client", "rclpy.clock.Clock", "rclpy.context.Context", "rclpy.duration.Duration"),
    *("rclpy.executors.SingleThreadedExecutor", "rclpy.impl.rcutils_logger.RcutilsLogger"),
    *("rclpy.lifecycle.LifecycleNode", "rclpy.lifecycle.LifecyclePublisher", "rclpy.parameter.Parameter"),
    *("rclpy.service.Service", "rclpy.subscription.Subscription", "rclpy.task.Future", "rclpy.time.Time"),
    "rclpy.timer.Timer",
)
"""Whose members are told from those of other objects, by the rclpy that is installed."""

ADVICE = (
    "look it up in the branch humble of the package's repository (ros2/rclpy, ros2/launch, ros2/launch_ros, "
    "ros2/message_filters, ros2/common_interfaces); if it is there, add it to humble.txt, else do without it"
)


def names_used(tree: ast.AST) -> Iterator[str]:
    """Dotted names of ROS packages that a file imports and uses, and `name(keyword)` for its calls."""
    bound = {found.name: found.path for found in imports(tree) if found.package in PACKAGES}
    yield from (path for path in bound.values() if "." in path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _dotted(node, bound)):
            yield name
        elif isinstance(node, ast.Call) and (name := _dotted(node.func, bound)):
            yield from (f"{name}({word.arg})" for word in node.keywords if word.arg)


def members_used(tree: ast.AST) -> Iterator[str]:
    """`.member` for every attribute of whatever object, and `.member(keyword)` for the calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield f".{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from (f".{node.func.attr}({word.arg})" for word in node.keywords if word.arg)


def subscripts(tree: ast.AST) -> Iterator[str]:
    """Names of ROS packages that are subscripted while the code runs, as in `class A(Publisher[Image])`."""
    bound = {found.name: found.path for found in imports(tree) if found.package in PACKAGES}
    # Never evaluated: every file has `from __future__ import annotations`.
    annotations = [
        annotation
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
    ]
    unevaluated = {part for annotation in annotations for part in ast.walk(annotation)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and node not in unevaluated
            and (name := _dotted(node.value, bound))
        ):
            yield name


def _dotted(node: ast.expr, bound: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return bound.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value, bound)):
        return f"{owner}.{node.attr}"
    return ""


TREES = {str(file): parse(file) for file in SOURCES}

NAMES_USED = {name for tree in TREES.values() for name in names_used(tree)}

MEMBERS_USED = {
    name
    for tree in TREES.values()
    # If only for its types.
    if any(found.package == "rclpy" for found in imports(tree))
    for name in members_used(tree)
}


def test_the_scan_sees_what_it_is_for():
    code = "from rclpy.node import Node as N\nimport rclpy\nN('a', context=rclpy.Context())\n"
    found = {"rclpy.node.Node", "rclpy.Context", "rclpy.node.Node(context)"}
    assert set(names_used(parse_text(code))) == found
    assert set(members_used(parse_text("self.a.b(c=1)"))) == {".a", ".b", ".b(c)"}
    assert list(subscripts(parse_text(code + "class A(N[int]): pass"))) == ["rclpy.node.Node"]
    assert list(subscripts(parse_text(code + "def f(a: N[int]) -> N[int]: b: N[int] = a"))) == []


def test_humble_has_every_name_that_is_used():
    assert not NAMES_USED - HUMBLE, ADVICE


def test_humble_has_every_member_that_is_used():
    kinds = [
        getattr(pytest.importorskip(module, reason="needs ROS 2"), name)
        for module, name in (kind.rsplit(".", 1) for kind in KINDS)
    ]
    members = {f".{name}" for kind in kinds for name in dir(kind) if not name.startswith("_")}
    assert not {name for name in MEMBERS_USED if name.partition("(")[0] in members} - HUMBLE, ADVICE


def test_what_is_used_no_more_is_off_the_list():
    assert not HUMBLE - NAMES_USED - MEMBERS_USED, "take it out of humble.txt"


def test_no_class_is_subscripted_that_is_not_generic_in_humble():
    assert not [(file, name) for file, tree in TREES.items() for name in subscripts(tree)], (
        "rclpy's classes are generic since Jazzy; before, they can only be subscripted in annotations"
    )
