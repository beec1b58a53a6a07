"""Lines between the command and the processes that measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from csk_ros.benchmark.protocol import Assignment, Block, Measured, Ready, Refusal, as_line, from_line
from csk_ros.mode import Mode

MESSAGES = [
    Assignment("torch", plain=True, mode="thermal", model="/a b.safetensors", size=[48, 64], threads=None),
    Ready("openvino", "bfloat16", "cpu", 1.5, [48, 64], publishes=False, notes=["two\nlines"]),
    Refusal("it is not installed", unusable=True),
    Block("fused", frames=3, seconds=0.5, unmeasured=1),
    Measured({"infer": [1.25, 2.5]}, None),
]


def test_an_assignment_is_made_of_what_the_command_has():
    made = Assignment.of(
        "torch", Path("/a b.safetensors"), Mode.THERMAL, plain=True, size=(48, 64), threads=None
    )
    assert made == MESSAGES[0]
    bare = Assignment.of("auto", Path("a"), Mode.FUSED, threads=2)
    assert bare == Assignment("auto", plain=False, mode="fused", model="a", size=None, threads=2)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_what_is_said_is_heard(message):
    line = as_line(message)
    assert line.count("\n") == 1
    assert from_line(line) == message


@pytest.mark.parametrize("line", ["", "7\n", "{}\n", '{"kind": "Shout"}\n', '{"kind": "Block", "loud": 1}\n'])
def test_anything_else_is_refused(line):
    with pytest.raises(ValueError, match=r"expected a message of the benchmark's|Expecting value"):
        from_line(line)
