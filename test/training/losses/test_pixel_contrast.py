"""Contrast: which pixels, and the loss against loops, by hand and against cross entropy."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from csk_ros.training.losses.pixel_contrast import (
    ContrastSettings,
    ProjectionHead,
    choose_pixels,
    contrast_loss,
)


def unit(n: int, channels: int, seed: int) -> torch.Tensor:
    values = torch.randn(n, channels, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return functional.normalize(values, dim=1)


def by_loops(embeddings: torch.Tensor, labels: list[int], temperature: float) -> float:
    """The formula, pixel by pixel and pair by pair."""
    losses = []
    for i, label in enumerate(labels):
        similar = [math.exp(float(embeddings[i] @ embeddings[j]) / temperature) for j in range(len(labels))]
        partners = [j for j, other in enumerate(labels) if other == label and j != i]
        opponents = sum(similar[j] for j, other in enumerate(labels) if other != label)
        if partners and opponents:
            losses.append(
                -sum(math.log(similar[j] / (similar[j] + opponents)) for j in partners) / len(partners)
            )
    return sum(losses) / len(losses) if losses else 0.0


@given(
    labels=st.lists(st.integers(0, 3), min_size=1, max_size=9),
    seed=st.integers(0, 1000),
    temperature=st.sampled_from([0.1, 0.5, 1.0]),
)
def test_the_loss_is_the_formula(labels: list[int], seed: int, temperature: float):
    embeddings = unit(len(labels), 5, seed)
    loss = contrast_loss(embeddings, torch.tensor(labels), temperature)
    assert loss.item() == pytest.approx(by_loops(embeddings, labels, temperature), rel=1e-4, abs=1e-5)


def test_the_loss_by_hand():
    # Two of one class at right angles, one of another opposite to the first.
    embeddings = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    first = -math.log(1 / (1 + math.exp(-1)))
    second = -math.log(1 / (1 + 1))
    loss = contrast_loss(embeddings, torch.tensor([0, 0, 1]), 1.0)
    assert loss.item() == pytest.approx((first + second) / 2)


def test_with_one_partner_each_it_is_cross_entropy():
    """An independent formula: the partner is the right one among itself and the opponents."""
    embeddings, labels = unit(6, 4, 3), torch.tensor([0, 0, 1, 1, 2, 2])
    similarity = embeddings @ embeddings.T / 0.2
    # Every pixel's partner is its neighbour; a pixel itself is no candidate.
    partner = torch.arange(6) ^ 1
    expected = functional.cross_entropy(similarity.fill_diagonal_(-torch.inf), partner)
    assert contrast_loss(embeddings, labels, 0.2).item() == pytest.approx(expected.item(), rel=1e-5)


@pytest.mark.parametrize("labels", [[], [2], [1, 1, 1], [0, 1, 2]])
def test_where_nobody_has_partner_and_opponent_there_is_no_loss_and_no_nan(labels: list[int]):
    embeddings = unit(len(labels), 3, 0).float().requires_grad_()
    loss = contrast_loss(embeddings, torch.tensor(labels, dtype=torch.int64), 0.1)
    loss.backward()
    assert loss.item() == 0
    assert not embeddings.grad.isnan().any()
    assert not embeddings.grad.any()


def test_similar_pixels_of_one_class_cost_less_also_where_exponentials_overflow():
    labels = torch.tensor([0, 0, 1, 1])
    good = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    bad = good[[0, 2, 1, 3]]
    assert contrast_loss(good, labels, 1e-3).item() == pytest.approx(0.0, abs=1e-6)
    assert contrast_loss(bad, labels, 1e-3).item() == pytest.approx(1000.0, rel=1e-3)


def chosen(labels: torch.Tensor, answers: torch.Tensor, **limits: int) -> torch.Tensor:
    settings = ContrastSettings(weight=1.0, **limits)
    return choose_pixels(labels, answers, settings, torch.Generator().manual_seed(0))


def test_half_of_the_pixels_are_wrongly_answered_ones():
    labels = torch.zeros(400, dtype=torch.int64)
    answers = labels.clone()
    answers[::2] = 1
    indices = chosen(labels, answers, pixels_per_class=100)
    assert len(set(indices.tolist())) == 100
    assert (answers[indices] == 1).sum() == 50


@pytest.mark.parametrize(("wrong", "taken"), [(10, 10), (395, 95), (0, 0), (400, 100)])
def test_what_one_half_lacks_the_other_gives(wrong: int, taken: int):
    labels = torch.zeros(400, dtype=torch.int64)
    answers = (torch.arange(400) < wrong).long()
    indices = chosen(labels, answers, pixels_per_class=100)
    assert len(indices) == 100
    assert (answers[indices] == 1).sum() == taken


@given(seed=st.integers(0, 1000), per_class=st.integers(2, 30), pixels=st.integers(2, 60))
def test_limits_are_kept_and_unlabelled_pixels_left_out(seed: int, per_class: int, pixels: int):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.tensor([0, 1, 2, 255])[torch.randint(4, (200,), generator=generator)]
    answers = torch.randint(3, (200,), generator=generator)
    indices = chosen(labels, answers, pixels_per_class=per_class, pixels=pixels)
    counts = torch.bincount(labels[indices], minlength=256)
    assert len(indices) == len(set(indices.tolist())) <= pixels
    assert counts.max() <= per_class
    assert counts[255] == 0


def test_the_generator_decides():
    labels = torch.zeros(300, dtype=torch.int64)
    settings = ContrastSettings(weight=1.0)
    first, again, other = (
        choose_pixels(labels, labels, settings, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert first.equal(again)
    assert not first.equal(other)


def test_embeddings_are_of_unit_length():
    head = ProjectionHead(6, 4)
    embeddings = head(torch.randn(2, 6, 3, 5, generator=torch.Generator().manual_seed(0)))
    assert embeddings.shape == (2, 4, 3, 5)
    torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(2, 3, 5))
