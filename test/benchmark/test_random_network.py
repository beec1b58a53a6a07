"""Networks with random weights: what they have to be so that they cost what trained ones do."""

from __future__ import annotations

import pytest
import torch

from csk_ros.benchmark.benchmark_model import random_model
from csk_ros.benchmark.random_network import MARGIN
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.network.folding.folded_net import FoldedNet

SIZE = (64, 96)


@pytest.fixture(scope="module")
def loaded():
    with random_model("efficientnet_lite0", 7, SIZE) as model:
        return load_checkpoint(model.path)


@pytest.fixture
def pictures():
    generator = torch.Generator().manual_seed(3)
    return tuple(torch.rand(1, channels, *SIZE, generator=generator) * 2 - 1 for channels in (3, 1))


def test_it_is_the_network_that_was_asked_for(loaded):
    network, metadata = loaded
    assert (network.backbone, network.num_classes, len(metadata.label_set)) == ("efficientnet_lite0", 7, 7)
    assert metadata.input_size == SIZE


def test_rounding_cannot_change_its_labels(loaded, pictures):
    network, _ = loaded
    with torch.no_grad():
        for logits in network(*pictures):
            ordered = logits.sort(1, descending=True).values
            assert (logits.argmax(1) == 0).all()
            assert (ordered[:, 0] - ordered[:, 1]).min() > MARGIN / 2


def test_its_activations_do_not_fade(loaded, pictures):
    network, _ = loaded
    with torch.no_grad():
        features = network.features(*pictures)
    for branch in features:
        assert 1e-3 < branch.encoder.std().item() < 1e3
        assert 1e-3 < branch.decoder.std().item() < 1e3


def test_it_exchanges_and_folds_as_a_trained_one(loaded, pictures):
    network, _ = loaded
    assert all(part == pytest.approx(0.125, abs=0.03) for part in network.exchanged_fractions.values())
    with torch.no_grad():
        folded, whole = FoldedNet(network)(*pictures).fused, network(*pictures).fused
    torch.testing.assert_close(folded, whole, rtol=1e-3, atol=1e-3)


def test_the_file_vanishes_with_its_exports():
    with random_model("efficientnet_lite0", 4, SIZE) as model:
        assert model.path.is_file()
        assert model.cache.parent == model.path.parent
    assert not model.path.parent.exists()


def test_an_unknown_backbone_is_refused():
    with (
        pytest.raises(ValueError, match="no backbone 'vgg'; known are: efficientnet_lite0, resnet50"),
        random_model("vgg", 4),
    ):
        pass
