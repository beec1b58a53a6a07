"""Scores against the segmenter's answers, counted by other means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.sample import Sample
from csk_ros.evaluation.score.score import Score, score
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from support.set_iou import iou_of_sets

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.segmenter import Segmenter

INPUTS = {
    Mode.FUSED: lambda sample: (sample.rgb, sample.thermal),
    Mode.THERMAL: lambda sample: (None, sample.thermal),
    Mode.RGB: lambda sample: (sample.rgb, None),
}


class Samples(list):
    """Samples in memory under names."""

    def __init__(self, **samples):
        super().__init__(samples.values())
        self.names = tuple(samples)

    def labels(self, index):
        return self[index].labels


@pytest.fixture
def folder(data: Path) -> PairedFolder:
    return PairedFolder(data / "pairs", rgb="vi", thermal="ir")


def by_hand(segmenter, samples, mode, names):
    """Truth and answers of the samples of these names, one above the other."""
    chosen = [samples[index] for index, name in enumerate(samples.names) if name in names]
    answers = [segmenter(*INPUTS[mode](sample)).labels for sample in chosen]
    return np.concatenate([sample.labels for sample in chosen]), np.concatenate(answers)


def test_every_mode_is_scored_as_the_segmenter_answers(segmenter: Segmenter, folder: PairedFolder):
    done: list[None] = []
    scores = score(segmenter, folder, progress=lambda: done.append(None))
    assert len(done) == 3
    assert list(scores) == list(Mode)
    found = []
    for mode, counted in scores.items():
        for part, names in (
            (counted.all, folder.names),
            (counted.day, {"00001D", "00003D"}),
            (counted.night, {"00002N"}),
        ):
            expected = iou_of_sets(*by_hand(segmenter, folder, mode, names), STREET)
            assert part.pictures == len(names)
            assert part.iou == pytest.approx(expected, nan_ok=True)
            found.append(part.miou)
    # Otherwise a mixed up mode or lighting would go unseen.
    assert len(set(found)) == 9


def test_rgb_light_is_what_the_network_sees_of_rgb(segmenter: Segmenter, folder: PairedFolder):
    for light in (0, 0.3):
        scores = score(segmenter, folder, rgb_light=light)
        samples = [folder[index] for index in range(len(folder))]
        darkened = Samples(
            **{
                name: Sample(np.rint(sample.rgb * light).astype(np.uint8), sample.thermal, sample.labels)
                for name, sample in zip(folder.names, samples, strict=True)
            }
        )
        for mode, counted in scores.items():
            expected = iou_of_sets(*by_hand(segmenter, darkened, mode, folder.names), STREET)
            assert counted.all.iou == pytest.approx(expected, nan_ok=True)
    bright = score(segmenter, folder)
    assert scores[Mode.THERMAL].all.iou == pytest.approx(bright[Mode.THERMAL].all.iou, nan_ok=True)
    assert scores[Mode.FUSED].all.miou != bright[Mode.FUSED].all.miou


@pytest.mark.parametrize("light", [-0.1, 1.1, float("nan")])
def test_light_is_a_factor_of_0_to_1(segmenter: Segmenter, folder: PairedFolder, light: float):
    with pytest.raises(ValueError, match="expected a factor of 0 to 1"):
        score(segmenter, folder, rgb_light=light)


def test_only_the_modes_asked_for_are_scored_and_thermal_needs_no_rgb(segmenter: Segmenter, data: Path):
    warm = PairedFolder(data / "warm", rgb=None, thermal="ir")
    assert list(score(segmenter, warm, [Mode.THERMAL])) == [Mode.THERMAL]
    with pytest.raises(ValueError, match="'00001D' has no rgb picture, which mode fused needs"):
        score(segmenter, warm, [Mode.THERMAL, Mode.FUSED])


def test_labels_of_another_set_are_told_with_their_name(segmenter: Segmenter, folder: PairedFolder):
    good, wrong = folder[0], folder[1]
    wrong.labels[5, 5:7] = 7, 200
    with pytest.raises(ValueError, match=r"the labels of 'wrong' do not fit .* the ids \[7, 200\]"):
        score(segmenter, Samples(good=good, wrong=wrong), [Mode.THERMAL])


def test_figures_are_rounded_and_null_where_there_is_nothing_to_tell():
    counted = Score(STREET)
    counted.add("street", np.array([[0, 0, 0, 1]], np.uint8), np.array([[0, 0, 1, 1]], np.uint8))
    assert counted.figures() == {
        "miou": round((2 / 3 + 1 / 2) / 2, 4),
        "iou": {"background": 0.6667, "car": 0.5, "person": None, "bike": None},
        "day": None,
        "night": None,
    }
    counted.add("00002N", np.array([[3, 3]], np.uint8), np.array([[3, 0]], np.uint8))
    # background 0 of 1, bike 1 of 2.
    assert counted.figures()["night"] == 0.25
    assert counted.figures()["day"] is None
