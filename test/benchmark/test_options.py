"""What is asked for, and what is refused before anything is measured."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from csk_ros.benchmark.configuration import Configuration
from csk_ros.benchmark.options import (
    RUNTIMES,
    add_options,
    check_options,
    chosen_configurations,
    chosen_model,
    chosen_modes,
    chosen_node_runtime,
    chosen_rates,
    chosen_runtimes,
    chosen_size,
)
from csk_ros.command_error import CommandError
from csk_ros.mode import Mode
from csk_ros.share import SHIPPED_MODEL, share_file


def options(*words):
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(words)


def test_by_default_everything_is_measured():
    args = options()
    check_options(args)
    assert chosen_runtimes(args) == RUNTIMES == ("torch", "openvino", "onnxruntime")
    assert chosen_modes(args) == tuple(Mode)
    assert chosen_size(args) is None
    with chosen_model(args) as model:
        assert (model.path, model.cache) == (share_file(SHIPPED_MODEL), None)


def test_lists_keep_their_order_and_lose_what_is_doubled():
    args = options("--runtimes", "openvino, torch,openvino", "--modes", "thermal,fused,thermal")
    assert chosen_runtimes(args) == ("openvino", "torch")
    assert chosen_modes(args) == (Mode.THERMAL, Mode.FUSED)


def test_a_size_is_width_by_height():
    assert chosen_size(options("--size", "1280x720")) == (720, 1280)


@pytest.mark.parametrize(
    "text", ["640", "640x", "x480", "640x480x3", "-640x480", "31x480", "640x4097", "\u0666\u0664\u0660x480"]
)
def test_other_sizes_are_refused(text):
    with pytest.raises(CommandError, match=r"--size: expected WIDTHxHEIGHT in pixels, 32 to 4096 each"):
        chosen_size(options(f"--size={text}"))


def test_unknown_names_are_refused():
    with pytest.raises(
        CommandError, match="--runtimes: expected some of torch,openvino,onnxruntime, got 'tvm'"
    ):
        chosen_runtimes(options("--runtimes", "torch,tvm"))
    with pytest.raises(CommandError, match="--modes: expected some of fused,thermal,rgb, got 'both'"):
        chosen_modes(options("--modes", "both"))
    with pytest.raises(CommandError, match=r"--compare: expected RUNTIME/MODE .* got 'torch'"):
        chosen_configurations(options("--compare", "torch/fused", "torch"))


def test_two_configurations_are_compared():
    found = chosen_configurations(options("--compare", "openvino/thermal", "eager/plain"))
    assert found == (Configuration("openvino", "thermal"), Configuration("eager", "plain"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--frames 0", "--frames: expected 1 or more, got 0"),
        ("--compare torch/fused torch/rgb --rounds -1", "--rounds: expected 1 or more, got -1"),
        ("--threads 0", "--threads: expected 1 or more, got 0"),
        ("--classes 9", "--classes: a checkpoint has its own; give --backbone, too"),
        ("--model a --backbone resnet50", "leave out --model, or --backbone"),
        ("--json /no/such/folder/a.json", "--json: expected a file in a folder that exists"),
        ("--scaling", "--scaling: expected a folder for its plot and figures; give --out DIR"),
        ("--scaling --out a --size 64x64", "--size does not go with --scaling"),
        ("--compare torch/fused torch/rgb --modes rgb", "--modes does not go with --compare"),
        ("--rounds 3", "--rounds does not go with a run without --compare, --scaling and --node"),
        ("--node --frames 3", "--frames does not go with --node"),
        ("--node --seconds 1", "--seconds: expected 2 or more, got 1"),
        ("--node --nodes 0", "--nodes: expected 1 or more, got 0"),
        ("--rates 10", "--rates does not go with a run without --compare, --scaling and --node"),
        ("--out a", "--out does not go with a run without --compare, --scaling and --node"),
    ],
)
def test_what_does_not_go_together_is_refused(words, message):
    with pytest.raises(CommandError) as refusal:
        check_options(options(*words.split()))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--rates ten", "--rates: expected numbers with commas between"),
        ("--rates 10,0", "--rates: expected 1 to 120 Hz, got 10,0"),
        ("--rates nan", "--rates: expected 1 to 120 Hz, got nan"),
    ],
)
def test_rates_that_are_none_are_refused(words, message):
    with pytest.raises(CommandError) as refusal:
        chosen_rates(options("--node", *words.split()))
    assert message in str(refusal.value)


def test_a_node_has_one_runtime():
    assert chosen_node_runtime(options("--node")) == "auto"
    assert chosen_node_runtime(options("--node", "--runtimes", "torch")) == "torch"
    with pytest.raises(CommandError, match="--runtimes: a node has one, got torch,openvino"):
        chosen_node_runtime(options("--node", "--runtimes", "torch,openvino"))


def test_rates_are_a_list():
    assert chosen_rates(options("--node")) == (10.0, 15.0, 30.0, 60.0)
    assert chosen_rates(options("--node", "--rates", "7.5,30")) == (7.5, 30.0)


def test_a_named_checkpoint_is_taken_as_it_is():
    with chosen_model(options("--model", "some/where.safetensors")) as model:
        assert (model.name, model.path) == ("where.safetensors", Path("some/where.safetensors"))
