from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from csk_ros.evaluation.folder_options import add_folder_options, add_network_options


def parsed(*arguments, rgb_required):
    parser = argparse.ArgumentParser()
    add_folder_options(parser, rgb_help="colour", rgb_required=rgb_required)
    add_network_options(parser)
    return vars(parser.parse_args(["--thermal", "ir", "--labels", "truth", *arguments]))


def test_folders_and_network_are_told_apart():
    network = ("--model", "m.safetensors", "--runtime", "openvino", "--device", "cuda:1", "--threads", "2")
    assert parsed("--rgb", "vi", *network, rgb_required=True) == {
        "rgb": Path("vi"),
        "thermal": Path("ir"),
        "labels": Path("truth"),
        "model": Path("m.safetensors"),
        "runtime": "openvino",
        "device": "cuda:1",
        "threads": 2,
    }


def test_rgb_may_be_left_out_only_where_it_is_not_needed(capsys):
    assert parsed(rgb_required=False)["rgb"] is None
    with pytest.raises(SystemExit):
        parsed(rgb_required=True)
    assert "the following arguments are required: --rgb" in capsys.readouterr().err
