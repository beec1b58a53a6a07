"""The losses against computation by hand."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from csk_ros.training.losses.segmentation import SegmentationLoss, cross_entropy, dice_loss, only_usable

WEIGHTS = torch.tensor([1.0, 3.0])
# Four pixels; probabilities of class 1 are 0.5, 0.8, 0.2 and 0.5.
LOGITS = torch.tensor([[0.0, 0.0, math.log(4), 0.0], [0.0, math.log(4), 0.0, 0.0]]).reshape(1, 2, 1, 4)
LABELS = torch.tensor([[[0, 1, 1, 255]]])


def test_cross_entropy_is_the_weighted_mean_over_labelled_pixels():
    by_hand = -(1 * math.log(0.5) + 3 * math.log(0.8) + 3 * math.log(0.2)) / 7
    assert float(cross_entropy(LOGITS, LABELS, WEIGHTS)) == pytest.approx(by_hand, rel=1e-6)


def test_dice_is_the_mean_over_the_classes_there_are():
    background = 2 * 0.5 / ((0.5 + 0.2 + 0.8) + 1)
    other = 2 * (0.8 + 0.2) / ((0.5 + 0.8 + 0.2) + 2)
    by_hand = 1 - (background + other) / 2
    assert float(dice_loss(LOGITS, LABELS)) == pytest.approx(by_hand, rel=1e-6)


def test_a_class_that_the_batch_lacks_has_no_say_in_dice():
    labels = torch.tensor([[[0, 0, 0, 255]]])
    by_hand = 1 - 2 * (0.5 + 0.2 + 0.8) / ((0.5 + 0.2 + 0.8) + 3)
    assert float(dice_loss(LOGITS, labels)) == pytest.approx(by_hand, rel=1e-6)


def test_the_sum_has_dice_by_its_weight_at_half_the_resolution():
    # Every second pixel of every second row of the labels is LABELS.
    labels = torch.full((1, 2, 8), 255)
    labels[:, ::2, ::2] = LABELS
    expected = cross_entropy(LOGITS, LABELS, WEIGHTS) + 0.25 * dice_loss(LOGITS, LABELS)
    loss = SegmentationLoss(class_weights=(1.0, 3.0), dice_weight=0.25)
    torch.testing.assert_close(loss(LOGITS, labels, torch.tensor([True])), expected)


def test_pictures_that_show_nothing_have_no_labels():
    labels = torch.tensor([[[0, 1]], [[1, 255]]])
    assert only_usable(labels, torch.tensor([True, False])).tolist() == [[[0, 1]], [[255, 255]]]


def test_without_labels_loss_and_gradient_are_zero():
    logits = LOGITS.clone().requires_grad_()
    unlabelled = torch.full_like(LABELS, 255)
    loss = cross_entropy(logits, unlabelled, WEIGHTS) + dice_loss(logits, unlabelled)
    loss.backward()
    assert float(loss.detach()) == 0
    assert logits.grad is not None
    assert not logits.grad.any()


def test_unlabelled_pixels_get_no_gradient():
    logits = LOGITS.clone().requires_grad_()
    (cross_entropy(logits, LABELS, WEIGHTS) + dice_loss(logits, LABELS)).backward()
    assert logits.grad is not None
    assert logits.grad[..., :3].abs().min() > 0
    assert not logits.grad[..., 3].any()


@given(seed=st.integers(0, 1000), unlabelled=st.floats(0, 0.9))
def test_cross_entropy_is_torchs_own_mean(seed: int, unlabelled: float):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(2, 4, 5, 6, generator=generator)
    labels = torch.randint(4, (2, 5, 6), generator=generator)
    labels[torch.rand(2, 5, 6, generator=generator) < unlabelled] = 255
    labels[0, 0, 0] = 1
    weights = torch.rand(4, generator=generator) + 0.5
    expected = functional.cross_entropy(logits, labels, weights, ignore_index=255)
    torch.testing.assert_close(cross_entropy(logits, labels, weights), expected)


@given(seed=st.integers(0, 1000))
def test_dice_of_certain_answers_is_that_of_sets(seed: int):
    """An independent formula: 2 |A and B| / (|A| + |B|) of the pixel sets of each class."""
    generator = torch.Generator().manual_seed(seed)
    labels, answers = torch.randint(3, (2, 2, 5, 6), generator=generator)
    logits = 1e4 * functional.one_hot(answers, 3).movedim(-1, 1).float()
    dices = []
    for class_id in labels.unique().tolist():
        truth, answer = labels == class_id, answers == class_id
        dices.append(2 * float((truth & answer).sum()) / float(truth.sum() + answer.sum()))
    assert float(dice_loss(logits, labels)) == pytest.approx(1 - sum(dices) / len(dices), abs=1e-5)


def test_sums_over_a_batch_hold_in_half_precision():
    logits = torch.zeros(8, 3, 64, 64, dtype=torch.float16)
    labels = torch.ones(8, 128, 128, dtype=torch.int64)
    loss = SegmentationLoss(class_weights=(4.0, 4.0, 4.0), dice_weight=0.0)
    assert float(loss(logits, labels, torch.ones(8, dtype=torch.bool))) == pytest.approx(
        math.log(3), rel=1e-3
    )
