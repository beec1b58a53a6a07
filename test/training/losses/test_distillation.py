"""Distillation against loops and against torch's own divergence."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from csk_ros.network.features import BranchFeatures
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.losses.distillation import (
    Distillation,
    DistillationSettings,
    divergence,
    feature_distance,
)


def random(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_the_distance_of_known_directions():
    east, north = torch.tensor([3.0, 0.0]), torch.tensor([0.0, 0.5])
    one = torch.ones(1, 1, 1)

    def distance(a: torch.Tensor, b: torch.Tensor) -> float:
        return feature_distance(a.view(1, 2, 1, 1), b.view(1, 2, 1, 1), one).item()

    assert distance(east, 7 * east) == pytest.approx(0.0)
    assert distance(east, north) == pytest.approx(2.0)
    assert distance(east, -north) == pytest.approx(2.0)
    assert distance(east, -east) == pytest.approx(4.0)


def test_the_distance_is_2_minus_2_cosines_weighted_by_trust():
    student, teacher, trust = random(2, 5, 3, 4), random(2, 5, 3, 4, seed=1), random(2, 3, 4, seed=2).abs()
    cosine = functional.cosine_similarity(student, teacher, dim=1)
    expected = ((2 - 2 * cosine) * trust).sum() / trust.sum()
    torch.testing.assert_close(feature_distance(student, teacher, trust), expected)


def test_trust_of_another_size_is_averaged_over_the_pixels_it_covers():
    student, teacher = random(1, 4, 1, 2), random(1, 4, 1, 2, seed=1)
    trust = torch.tensor([[[0.0, 1.0, 0.5, 0.5], [0.0, 1.0, 0.5, 0.5]]])
    cosine = functional.cosine_similarity(student, teacher, dim=1)
    torch.testing.assert_close(feature_distance(student, teacher, trust), (2 - 2 * cosine).mean())


def test_without_trust_there_is_no_loss():
    assert feature_distance(random(1, 3, 2, 2), random(1, 3, 2, 2, seed=1), torch.zeros(1, 2, 2)) == 0
    assert divergence(random(1, 3, 2, 2), random(1, 3, 2, 2, seed=1), torch.zeros(1, 2, 2), 2.0) == 0


def test_the_divergence_of_known_probabilities():
    teacher = torch.tensor([0.5, 0.25, 0.25]).log().view(1, 3, 1, 1)
    student = torch.tensor([0.25, 0.25, 0.5]).log().view(1, 3, 1, 1)
    expected = 0.5 * math.log(2) + 0.25 * math.log(1) + 0.25 * math.log(0.5)
    assert divergence(student, teacher, torch.ones(1, 1, 1), 1.0).item() == pytest.approx(expected)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_divergence_is_torchs_own(temperature: float):
    student, teacher = random(2, 4, 3, 3), random(2, 4, 3, 3, seed=1)
    expected = temperature**2 * functional.kl_div(
        functional.log_softmax(student / temperature, 1),
        functional.softmax(teacher / temperature, 1),
        reduction="none",
    ).sum(1)
    torch.testing.assert_close(
        divergence(student, teacher, torch.ones(2, 3, 3), temperature), expected.mean()
    )


@pytest.fixture(scope="module")
def teacher() -> SingleModalityNet:
    torch.manual_seed(0)
    return SingleModalityNet(4)


def test_a_student_like_its_teacher_has_nothing_to_learn(teacher: SingleModalityNet):
    loss = Distillation(teacher, DistillationSettings(encoder=1.0, decoder=2.0, logits=0.5))
    picture = random(2, 3, 64, 64)
    with torch.no_grad():
        same = teacher.eval().features(picture)
        losses = loss(same, teacher.head(same.decoder), picture, torch.tensor([True, True]))
    assert set(losses) == {"encoder", "decoder", "logits"}
    assert all(value.item() == pytest.approx(0.0, abs=1e-5) for value in losses.values())


def test_only_what_has_a_weight_is_computed_and_multiplied_by_it(teacher: SingleModalityNet):
    picture, usable = random(2, 3, 64, 64), torch.tensor([True, False])
    features = BranchFeatures(random(2, 320, 2, 2), random(2, 64, 16, 16))
    logits = random(2, 4, 16, 16)
    once = Distillation(teacher, DistillationSettings(encoder=1.0))(features, logits, picture, usable)
    twice = Distillation(teacher, DistillationSettings(encoder=2.0))(features, logits, picture, usable)
    assert set(once) == {"encoder"}
    torch.testing.assert_close(twice["encoder"], 2 * once["encoder"])
    # The second picture shows nothing: whatever the student makes of it has no say.
    other = BranchFeatures(features.encoder.clone(), features.decoder)
    other.encoder[1] += 5
    changed = Distillation(teacher, DistillationSettings(encoder=1.0))(other, logits, picture, usable)
    torch.testing.assert_close(changed["encoder"], once["encoder"])


def test_the_teacher_is_frozen_and_stays_in_evaluation_mode(teacher: SingleModalityNet):
    loss = Distillation(teacher.train(), DistillationSettings(decoder=1.0)).train()
    assert loss.training
    assert not any(module.training for module in teacher.modules())
    assert not any(parameter.requires_grad for parameter in teacher.parameters())
    assert not loss.state_dict()
    before = teacher.encoder.stem_norm.running_mean.clone()
    features = BranchFeatures(random(1, 320, 2, 2), random(1, 64, 16, 16).requires_grad_())
    loss(features, random(1, 4, 16, 16), random(1, 3, 64, 64), torch.tensor([True]))["decoder"].backward()
    assert features.decoder.grad.abs().sum() > 0
    assert teacher.encoder.stem_norm.running_mean.equal(before)
