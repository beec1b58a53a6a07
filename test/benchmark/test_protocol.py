"""Lines between the command and the processes that measure."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.protocol import Assignment, Block, Measured, Ready, Refusal, as_line, from_line

MESSAGES = [
    Assignment("torch", plain=True, mode="thermal", model="/a b.safetensors", size=[48, 64], threads=None),
    Ready("openvino", "bfloat16", "cpu", 1.5, [48, 64], publishes=False, notes=["two\nlines"]),
    Refusal("it is not installed", unusable=True),
    Block("fused", frames=3, seconds=0.5, unmeasured=1),
    Measured({"infer": [1.25, 2.5]}, None),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_what_is_said_is_heard(message):
    line = as_line(message)
    assert line.count("\n") == 1
    assert from_line(line) == message


@pytest.mark.parametrize("line", ["", "7\n", "{}\n", '{"kind": "Shout"}\n', '{"kind": "Block", "loud": 1}\n'])
def test_anything_else_is_refused(line):
    with pytest.raises(ValueError, match=r"expected a message of the benchmark's|Expecting value"):
        from_line(line)
