"""Thermal-only CSK-Net costs exactly what the plain network costs."""

from __future__ import annotations

from collections import Counter

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

from csk_ros.network.backbones import BACKBONES
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.single_modality_net import SingleModalityNet


class Recorder(TorchDispatchMode):
    """Counts the operations that run, and remembers every tensor that they read."""

    def __init__(self):
        super().__init__()
        self.operations = Counter()
        self.read = set()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.operations[str(func)] += 1
        self.read.update(x.data_ptr() for x in tree_leaves((args, kwargs)) if isinstance(x, torch.Tensor))
        return func(*args, **(kwargs or {}))


def cost(network, *inputs):
    """Operations, FLOPs, and how many parameter values were read."""
    with torch.no_grad(), Recorder() as recorder:
        network(*inputs)
    with torch.no_grad(), FlopCounterMode(display=False) as flops:
        network(*inputs)
    read = sum(p.numel() for p in network.parameters() if p.data_ptr() in recorder.read)
    return recorder.operations, flops.get_total_flops(), read


def copy_branch(network, modality):
    """The plain network with the weights of one of CSK-Net's branches."""
    plain = SingleModalityNet(network.num_classes, backbone=network.backbone).eval()
    other = "rgb" if modality == "thermal" else "thermal"
    encoder = {
        name.replace(f".{modality}.", "."): value
        for name, value in network.encoder.state_dict().items()
        if f".{other}." not in name and not name.endswith("borrowed")
    }
    plain.encoder.load_state_dict(encoder)
    plain.decoder.load_state_dict(getattr(network, f"{modality}_decoder").state_dict())
    plain.head.load_state_dict(getattr(network, f"{modality}_head").state_dict())
    return plain


@pytest.fixture(params=BACKBONES)
def network(request):
    torch.manual_seed(8)
    network = CSKNet(4, backbone=request.param)
    network(torch.randn(2, 3, 32, 32), torch.randn(2, 1, 32, 32))  # the branches' statistics part
    return network.eval()


@pytest.mark.parametrize("modality", ["rgb", "thermal"])
def test_one_modality_alone_costs_what_the_plain_network_costs(network, modality):
    picture = torch.randn(1, 1 if modality == "thermal" else 3, 40, 50)
    plain = SingleModalityNet(4, backbone=network.backbone).eval()
    inputs = (None, picture) if modality == "thermal" else (picture, None)
    operations, flops, read = cost(network, *inputs)
    plain_operations, plain_flops, plain_read = cost(plain, picture)
    assert operations == plain_operations
    assert flops == plain_flops > 0
    assert read == plain_read == sum(p.numel() for p in plain.parameters())


@pytest.mark.parametrize("modality", ["rgb", "thermal"])
def test_the_same_weights_give_the_same_logits(network, modality):
    picture = torch.randn(1, 1 if modality == "thermal" else 3, 40, 50)
    with torch.inference_mode():
        plain = copy_branch(network, modality)(picture)
        logits = network(None, picture) if modality == "thermal" else network(picture, None)
    assert torch.equal(plain, getattr(logits, modality))


def test_both_modalities_cost_twice_the_encoder_and_decoder_and_the_fusion(network):
    rgb, thermal = torch.randn(1, 3, 40, 50), torch.randn(1, 1, 40, 50)
    alone = cost(network, rgb, None)[1] + cost(network, None, thermal)[1]
    decoded = network.features(None, thermal).thermal.decoder
    fusion = cost(network.fuse, decoded, decoded)[1]
    head = 2 * decoded[0, 0].numel() * network.fused_head.weight.numel()
    assert cost(network, rgb, thermal)[1] == alone + fusion + head


@pytest.mark.parametrize("backbone", BACKBONES)
def test_features_and_logits(backbone):
    net = SingleModalityNet(6, backbone=backbone).eval()
    picture = torch.randn(1, 3, 33, 50)
    with torch.inference_mode():
        features = net.features(picture)
        assert torch.equal(net.head(features.decoder), net(picture))
        assert torch.equal(net.encoder(picture)[-1], features.encoder)
        assert net(picture).shape[1] == 6
