"""Scores of networks on validation sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.evaluation.score.score import score
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.checkpoint_description import describe
from csk_ros.training.single_modality_as_csk_net import SingleModalityAsCSKNet
from csk_ros.training.validator import RGB_BLACK, Validator, mean_ious
from support.networks import lively_network
from support.training_configs import tiny_config

if TYPE_CHECKING:
    from pathlib import Path


def test_every_mode_is_scored_and_fused_with_black_rgb_besides(data: Path):
    source = PairedFolder(data / "pairs", rgb="vi", thermal="ir")
    metadata = describe(tiny_config(), STREET, {}, {})
    network = lively_network()
    metrics = Validator({"tiny": source}, metadata, "cpu")(network)
    segmenter = Segmenter(TorchRuntime(network, metadata, "cpu"), metadata)
    expected = {mode.value: found.figures() for mode, found in score(segmenter, source).items()}
    expected[RGB_BLACK] = score(segmenter, source, [Mode.FUSED], rgb_light=0)[Mode.FUSED].figures()
    assert metrics == {"tiny": expected}
    assert mean_ious(metrics) == {f"tiny/{mode}": figures["miou"] for mode, figures in expected.items()}


@pytest.mark.parametrize(("modality", "other"), [("rgb", "thermal"), ("thermal", "rgb")])
def test_a_plain_network_is_scored_in_its_mode_and_refuses_others(data: Path, modality: str, other: str):
    torch.manual_seed(0)
    plain = SingleModalityNet(4)
    network = SingleModalityAsCSKNet(plain, modality)
    source = PairedFolder(data / "pairs", rgb="vi", thermal="ir")
    validator = Validator({"tiny": source}, describe(tiny_config(), STREET, {}, {}), "cpu")
    assert set(validator(network, (Mode(modality),))["tiny"]) == {modality}
    pictures = {"rgb": torch.zeros(1, 3, 64, 64), "thermal": torch.zeros(1, 1, 64, 64)}
    with torch.inference_mode():
        logits = network(**{modality: pictures[modality], other: None})
        assert getattr(logits, modality).equal(plain(pictures[modality]))
    for wrong in (pictures, {"rgb": None, "thermal": None}):
        with pytest.raises(ValueError, match=f"segments {modality} pictures alone"):
            network(**wrong)


def test_what_has_no_figure_is_left_out_of_the_means():
    assert mean_ious({"a": {"rgb": {"miou": None}, "thermal": {"miou": 0.5}}}) == {"a/thermal": 0.5}
