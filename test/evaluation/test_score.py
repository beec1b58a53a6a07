"""Scores against counting by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.evaluation.score import DARK, Score, confusion_matrix, score
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.normalization import Normalization
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from support.networks import lively_network

if TYPE_CHECKING:
    from pathlib import Path

TRUTH = np.array([[0, 0, 1, 1], [2, 2, 2, 255]], np.uint8)
ANSWER = np.array([[0, 1, 1, 1], [2, 0, 2, 3]], np.uint8)


def test_pixels_are_counted_by_truth_and_answer():
    expected = [[1, 1, 0, 0], [0, 2, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]]
    assert confusion_matrix(TRUTH, ANSWER, 4).tolist() == expected


def test_iou_is_hits_over_union_and_absent_classes_do_not_count():
    found = Score(confusion_matrix(TRUTH, ANSWER, 4))
    np.testing.assert_allclose(found.iou, [1 / 3, 2 / 3, 2 / 3, np.nan])
    assert found.miou == pytest.approx((1 / 3 + 2 / 3 + 2 / 3) / 3)
    assert found.figures(STREET) == {"mIoU": 0.556, "background": 0.333, "car": 0.667, "person": 0.667}


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    network = lively_network()
    metadata = CheckpointMetadata("csk_net", network.arguments, STREET, Normalization(), (64, 96))
    return Segmenter(network, metadata, "cpu")


def test_every_mode_is_scored_as_the_segmenter_answers(segmenter: Segmenter, data: Path):
    folder = PairedFolder(data / "pairs", rgb="vi", thermal="ir")
    done: list[None] = []
    scores = score(segmenter, folder, lambda: done.append(None))
    assert len(done) == 3
    assert list(scores) == ["fused", "thermal", "rgb", DARK]
    samples = [folder[index] for index in range(3)]
    for mode, inputs in {
        "rgb": lambda sample: (sample.rgb, None),
        DARK: lambda sample: (np.zeros_like(sample.rgb), sample.thermal),
    }.items():
        by_hand = sum(
            confusion_matrix(sample.labels, segmenter(*inputs(sample)).labels, 4) for sample in samples
        )
        np.testing.assert_array_equal(scores[mode].confusion, by_hand)


def test_samples_without_rgb_cannot_be_scored(segmenter: Segmenter, data: Path):
    folder = PairedFolder(data / "warm", rgb=None, thermal="ir")
    with pytest.raises(ValueError, match="sample 0 has no rgb picture"):
        score(segmenter, folder)
