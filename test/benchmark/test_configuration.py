"""Configurations as people write them."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.configuration import EXECUTORS, NETWORKS, Configuration
from csk_ros.mode import Mode


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_written_is_read(executor, network):
    found = Configuration.parse(f"{executor}/{network}")
    assert found == Configuration(executor, network)
    assert str(found) == f"{executor}/{network}"


@pytest.mark.parametrize(
    ("network", "mode", "plain"),
    [
        ("fused", Mode.FUSED, False),
        ("thermal", Mode.THERMAL, False),
        ("rgb", Mode.RGB, False),
        ("plain", Mode.THERMAL, True),
    ],
)
def test_it_knows_its_pictures(network, mode, plain):
    found = Configuration("torch", network)
    assert (found.mode, found.is_plain) == (mode, plain)


@pytest.mark.parametrize(
    "text", ["", "openvino", "openvino/", "/fused", "tvm/fused", "torch/both", "torch/rgb/x"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="expected RUNTIME/MODE") as refusal:
        Configuration.parse(text)
    assert str(refusal.value) == (
        "expected RUNTIME/MODE with a runtime of torch, openvino, onnxruntime, eager and a mode of "
        f"fused, thermal, rgb, plain, got '{text}'"
    )
