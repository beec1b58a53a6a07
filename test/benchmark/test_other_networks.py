"""Which network an assignment loads, and into what."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from csk_ros.benchmark import worker
from csk_ros.benchmark.configuration import EAGER
from csk_ros.benchmark.other_networks import PlainInEveryMode
from csk_ros.benchmark.protocol import Assignment
from csk_ros.benchmark.worker import load_segmenter
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.folding.folded_net import FoldedNet
from csk_ros.network.single_modality_net import SingleModalityNet
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH, rgb_picture, thermal_picture


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


def load(model, executor, *, plain=False, threads=None):
    words = []
    given = Assignment(executor, plain, "thermal", str(model), None, threads)
    segmenter = load_segmenter(given, words.append)
    return segmenter, words


def network_of(segmenter):
    (network,) = {id(net.network): net.network for net in segmenter.runtime._answer.values()}.values()
    return network


@pytest.mark.parametrize(
    ("executor", "plain", "kind"),
    [
        ("torch", False, FoldedNet),
        (EAGER, False, CSKNet),
        ("torch", True, PlainInEveryMode),
        (EAGER, True, PlainInEveryMode),
    ],
)
def test_only_a_checkpoint_in_torch_is_folded(model, executor, plain, kind):
    assert isinstance(network_of(load(model, executor, plain=plain)[0]), kind)


def test_the_plain_network_is_alike_in_backbone_classes_and_input(model):
    segmenter, _ = load(model, "torch", plain=True)
    plain = network_of(segmenter)
    assert plain.network.head.out_channels == len(segmenter.label_set) == 4
    assert segmenter.metadata.input_size == (HEIGHT, WIDTH)


def test_eager_answers_as_the_folded_network_does(model):
    pictures = rgb_picture(2), thermal_picture(2)
    answers = [load(model, executor)[0](*pictures).labels for executor in ("torch", EAGER)]
    assert np.mean(answers[0] == answers[1]) > 0.99


@pytest.mark.parametrize(("executor", "plain"), [(EAGER, False), ("torch", True), ("torch", False)])
def test_threads_are_as_many_as_asked_for(model, executor, plain):
    before = torch.get_num_threads()
    try:
        load(model, executor, plain=plain, threads=1)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_the_plain_network_has_the_precision_that_the_checkpoint_has(model, monkeypatch):
    pytest.importorskip("openvino", reason="needs the extra openvino")
    pytest.importorskip("onnxscript", reason="needs the extra openvino")
    checkpoint = SimpleNamespace(runtime=SimpleNamespace(precision="float32"))
    monkeypatch.setattr(worker.Segmenter, "load", lambda *_args, **_kwargs: checkpoint)
    segmenter, _ = load(model, "openvino", plain=True)
    assert segmenter.runtime_name == "openvino (float32, cpu)"
    wanted, _ = load(model, "torch", plain=True)
    ours, theirs = (found(None, thermal_picture(4)) for found in (segmenter, wanted))
    assert np.mean(ours.labels == theirs.labels) > 0.99
    np.testing.assert_allclose(ours.confidence.astype(int), theirs.confidence.astype(int), atol=2)
    assert len(np.unique(ours.confidence)) > 1


def test_the_plain_network_is_an_ordinary_one_and_answers_whatever_is_asked():
    generator = torch.Generator().manual_seed(3)
    rgb, thermal = (torch.rand(1, n, HEIGHT, WIDTH, generator=generator) * 2 - 1 for n in (3, 1))
    plain = PlainInEveryMode(5, "efficientnet_lite0")
    assert isinstance(plain.network, SingleModalityNet)
    with torch.no_grad():
        wanted = plain.network(thermal)
        assert wanted.shape[1] == 5
        for logits in plain(rgb, thermal):
            torch.testing.assert_close(logits, wanted)
        torch.testing.assert_close(plain(rgb, None).rgb, plain.network(rgb))
    assert np.isfinite(wanted.numpy()).all()
    with pytest.raises(ValueError, match="both are None"):
        plain(None, None)
