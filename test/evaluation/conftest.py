"""A segmenter of varied answers, a bag, and the command that evaluates it, for all tests of this folder."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import pytest

from csk_ros.cli import main
from csk_ros.inference.checkpoint import save_checkpoint
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.normalization import Normalization
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from support.evaluation_report import FILES, Report
from support.labelled_street import bag_of, street
from support.networks import lively_network

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    network = lively_network()
    metadata = CheckpointMetadata("csk_net", network.arguments, STREET, Normalization(), (64, 96))
    path = tmp_path_factory.mktemp("checkpoint") / "lively.safetensors"
    save_checkpoint(path, network, metadata)
    return path


@pytest.fixture(scope="session")
def segmenter(checkpoint: Path) -> Segmenter:
    return Segmenter.load(checkpoint, "cpu")


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    """With ground truth."""
    return bag_of(tmp_path_factory.mktemp("bags") / "street", street())


@pytest.fixture(scope="module")
def evaluate(checkpoint, tmp_path_factory):
    """Call the command, which has to go well."""

    def run(bag, *options):
        folder, out = tmp_path_factory.mktemp("out") / "report", io.StringIO()
        words = ["--bag", bag, "--out", folder, "--model", checkpoint, *options]
        with redirect_stdout(out):
            assert main(["evaluate", *map(str, words)]) == 0
        assert {file.name for file in folder.iterdir()} == FILES
        return Report(folder, out.getvalue())

    return run


@pytest.fixture(scope="module")
def plain(evaluate, bag):
    """The report of the bag as it was recorded."""
    return evaluate(bag)
