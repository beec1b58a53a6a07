"""What each head learns from, and which losses there are."""

from __future__ import annotations

import pytest
import torch

from csk_ros.network.csk_net import CSKNet
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.crops.crop_dataset import TrainingCrop
from csk_ros.training.losses.distillation import DistillationSettings
from csk_ros.training.losses.objective import LossSettings, Objective
from csk_ros.training.losses.pixel_contrast import ContrastSettings, contrast_loss
from csk_ros.training.losses.segmentation import SegmentationLoss

HEADS = SegmentationLoss(class_weights=(1.0, 2.0, 3.0, 4.0))
NO, YES = torch.tensor([False, False]), torch.tensor([True, True])


def batch(rgb_usable: torch.Tensor = YES, thermal_usable: torch.Tensor = YES, seed: int = 0) -> TrainingCrop:
    generator = torch.Generator().manual_seed(seed)
    rgb, thermal = (torch.randn(2, channels, 64, 64, generator=generator) for channels in (3, 1))
    labels = torch.randint(0, 4, (2, 64, 64), generator=generator)
    return TrainingCrop(rgb, rgb, thermal, labels, rgb_usable, thermal_usable)


@pytest.fixture(scope="module")
def network() -> CSKNet:
    torch.manual_seed(0)
    return CSKNet(4).train()


def losses(
    network: CSKNet,
    pairs: TrainingCrop,
    thermal_only: TrainingCrop | None = None,
    objective: Objective | None = None,
    *,
    exchange: bool = True,
    step: int = 0,
) -> dict[str, torch.Tensor]:
    objective = objective or Objective(LossSettings(heads=HEADS), 320)
    generator = torch.Generator().manual_seed(step)
    return objective(network, pairs, thermal_only, exchange=exchange, step=step, generator=generator)


@pytest.mark.parametrize(
    ("rgb_usable", "thermal_usable", "silent"),
    [(YES, YES, set()), (NO, YES, {"rgb"}), (YES, NO, {"thermal"}), (NO, NO, {"rgb", "thermal", "fused"})],
)
def test_a_head_learns_nothing_from_pictures_that_show_it_nothing(
    network: CSKNet, rgb_usable: torch.Tensor, thermal_usable: torch.Tensor, silent: set[str]
):
    found = losses(network, batch(rgb_usable, thermal_usable))
    assert set(found) == {"fused", "thermal", "rgb"}
    assert {head for head, loss in found.items() if float(loss.detach()) == 0} == silent
    assert all(torch.isfinite(loss) for loss in found.values())


def test_thermal_crops_count_for_the_thermal_head_alone(network: CSKNet):
    more = batch(NO, YES, seed=1)
    alone = losses(network, batch(YES, NO), exchange=False)
    together = losses(network, batch(YES, NO), more, exchange=False)
    assert float(alone["thermal"].detach()) == 0
    assert float(together["thermal"].detach()) > 0
    torch.testing.assert_close(alone["rgb"], together["rgb"])


@pytest.mark.parametrize("exchange", [True, False])
def test_all_thermal_crops_pass_as_one_batch(network: CSKNet, exchange: bool):
    pairs, more = batch(), batch(NO, YES, seed=1)
    found = losses(network, pairs, more, exchange=exchange)["thermal"]
    labels, usable = torch.cat((pairs.labels, more.labels)), torch.cat((YES, YES))
    with torch.no_grad():
        one = network(None, torch.cat((pairs.thermal, more.thermal))).thermal
        two = torch.cat([network(None, crops.thermal).thermal for crops in (pairs, more)])
    torch.testing.assert_close(found, HEADS(one, labels, usable))
    assert not torch.isclose(found, HEADS(two, labels, usable))


def test_exchange_brings_thermal_into_the_rgb_branch_and_its_absence_keeps_it_out(network: CSKNet):
    for exchange in (True, False):
        network.zero_grad()
        losses(network, batch(), exchange=exchange)["rgb"].backward()
        touched = any(
            parameter.grad is not None and bool(parameter.grad.any())
            for name, parameter in network.named_parameters()
            if "_norm.thermal." in name
        )
        assert touched is exchange


def test_distillation_wants_a_teacher():
    settings = LossSettings(heads=HEADS, distillation=DistillationSettings(encoder=1.0))
    with pytest.raises(ValueError, match="needs a teacher"):
        Objective(settings, 320)


def test_distillation_reaches_thermal_through_the_exchanged_channels(network: CSKNet):
    torch.manual_seed(1)
    settings = LossSettings(heads=HEADS, distillation=DistillationSettings(encoder=0.5, decoder=0.5))
    objective = Objective(settings, 320, SingleModalityNet(4))
    for exchange in (True, False):
        network.zero_grad()
        found = losses(network, batch(), objective=objective, exchange=exchange)
        assert set(found) == {"fused", "thermal", "rgb", "distillation_encoder", "distillation_decoder"}
        (found["distillation_encoder"] + found["distillation_decoder"]).backward()
        gradients = {name: p.grad for name, p in network.named_parameters() if p.grad is not None}
        assert gradients["encoder.blocks.15.project.weight"].any()
        assert "rgb_head.weight" not in gradients
        assert any("_norm.thermal." in name and grad.any() for name, grad in gradients.items()) is exchange


def test_contrast_starts_when_it_is_told_and_reaches_both_branches(network: CSKNet):
    settings = LossSettings(heads=HEADS, contrast=ContrastSettings(weight=0.1, start=5))
    torch.manual_seed(2)
    objective = Objective(settings, 320)
    assert float(losses(network, batch(), objective=objective, step=4)["contrast"].detach()) == 0
    network.zero_grad()
    loss = losses(network, batch(), objective=objective, step=5)["contrast"]
    loss.backward()
    assert float(loss.detach()) > 0
    for which in ("rgb", "thermal"):
        weight = network.get_submodule(f"encoder.blocks.15.project_norm.{which}").weight
        assert weight.grad is not None
        assert weight.grad.any()
    assert objective.projection is not None
    assert all(p.grad is not None and p.grad.any() for p in objective.projection.layers[3].parameters())


def test_contrast_leaves_out_a_camera_that_shows_nothing(network: CSKNet):
    settings = LossSettings(heads=HEADS, contrast=ContrastSettings(weight=0.1))
    torch.manual_seed(2)
    objective = Objective(settings, 320)
    network.zero_grad()
    losses(network, batch(rgb_usable=NO), objective=objective, exchange=False)["contrast"].backward()
    gradient = network.get_submodule("encoder.blocks.15.project_norm.thermal").weight.grad
    assert gradient is not None
    assert gradient.any()
    assert float(losses(network, batch(NO, NO), objective=objective)["contrast"].detach()) == 0


def test_contrast_is_between_the_cameras(network: CSKNet):
    """All pixels of both maps are in one crowd: the loss is that of both maps' embeddings together."""
    torch.manual_seed(3)
    objective = Objective(LossSettings(heads=HEADS, contrast=ContrastSettings(weight=0.5)), 320).train()
    assert objective.projection is not None
    network.eval()
    pairs = batch()
    found = losses(network, pairs, objective=objective)["contrast"]
    features = network.features(pairs.rgb, pairs.thermal)
    network.train()
    assert features.rgb is not None
    assert features.thermal is not None
    maps = torch.cat((features.rgb.encoder, features.thermal.encoder))
    embeddings = objective.projection(maps).movedim(1, -1).flatten(0, 2)
    # Pixels of 32 x 32 at stride 32: the labels' nearest neighbours are those in the middle.
    labels = pairs.labels[:, 16::32, 16::32].flatten().repeat(2)
    assert len(labels) == len(embeddings) == 16
    expected = 0.5 * contrast_loss(embeddings, labels, 0.1)
    torch.testing.assert_close(found, expected)
    one_camera = 0.5 * contrast_loss(embeddings[:8], labels[:8], 0.1)
    assert not torch.isclose(found, one_camera)
