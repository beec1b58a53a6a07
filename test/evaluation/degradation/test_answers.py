"""Answers in every case against the segmenter's own, and what it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.evaluation.degradation.answers import cases_of, collect_answers
from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.look import look_at
from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.inference.prediction import Prediction
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.picture_damage import darken

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.segmenter import Segmenter


@pytest.fixture
def folder(data: Path) -> PairedFolder:
    return PairedFolder(data / "pairs", rgb="vi", thermal="ir")


class Watcher:
    """A segmenter that answers background and keeps what it was shown."""

    label_set = STREET

    def __init__(self):
        self.shown = []

    def __call__(self, rgb, thermal, *, confidence):
        assert not confidence
        self.shown.append((rgb, thermal))
        grid = (thermal if rgb is None else rgb).shape[:2]
        return Prediction(np.zeros(grid, np.uint8), None, Mode.FUSED)


def matrix(truth, answer):
    confusion = Confusion(STREET)
    confusion.add(truth, answer.labels)
    return confusion.matrix


def test_answers_are_the_segmenters_for_the_worse_picture(segmenter: Segmenter, folder: PairedFolder):
    answers = collect_answers(segmenter, folder, ["darken", "zoom"])
    assert list(answers.cases) == ["darken", "zoom"]
    for index in range(3):
        warm = segmenter(None, folder[index].thermal)
        np.testing.assert_array_equal(answers.thermal[index], matrix(folder[index].labels, warm))
    factors = (None, *KINDS["darken"].severities)
    assert tuple(case.severity for case in answers.cases["darken"]) == factors
    for case in answers.cases["darken"]:
        for index in range(3):
            sample = folder[index]
            rgb = darken(sample.rgb, 1.0 if case.severity is None else case.severity)
            for found, answer in (
                (case.fused, segmenter(rgb, sample.thermal)),
                (case.rgb, segmenter(rgb, None)),
            ):
                np.testing.assert_array_equal(found[index], matrix(sample.labels, answer))
            assert case.looks[index] == look_at(rgb)
    # Otherwise a mixed up case would go unseen.
    assert len({np.stack(case.fused).tobytes() for cases in answers.cases.values() for case in cases}) > 8


def test_thermal_and_the_pictures_as_they_are_are_labelled_once(folder: PairedFolder):
    watcher, done = Watcher(), []
    answers = collect_answers(watcher, folder, ["glare", "zoom"], progress=lambda: done.append(None))
    cases = cases_of(["glare", "zoom"])
    assert cases == 1 + 7 + 4
    assert len(done) == 3 * cases
    assert sum(rgb is None for rgb, _ in watcher.shown) == 3
    assert sum(thermal is None for _, thermal in watcher.shown) == 3 * cases
    assert len(watcher.shown) == 3 + 2 * 3 * cases
    assert answers.cases["glare"][0] is answers.cases["zoom"][0]


def test_a_frozen_picture_is_that_of_another_pair_in_a_ring(folder: PairedFolder):
    watcher = Watcher()
    collect_answers(watcher, folder, ["freeze"])
    fused = [(rgb, thermal) for rgb, thermal in watcher.shown if rgb is not None and thermal is not None]
    pictures = [folder[index].rgb.tobytes() for index in range(3)]
    found = [pictures.index(rgb.tobytes()) for rgb, _ in fused]
    # As it is, then 1, 2, 5 and 10 further on among the two others.
    assert found == [*(0, 1, 2, 1, 2), *(1, 2, 0, 2, 0), *(2, 0, 1, 0, 1)]


class Memory(list):
    """Samples in memory."""

    def __init__(self, samples):
        super().__init__(samples)
        self.names = tuple(map(str, range(len(samples))))

    def labels(self, index):
        return self[index].labels


def test_there_must_be_two_pairs_with_rgb(data: Path, folder: PairedFolder):
    with pytest.raises(ValueError, match="expected 2 labelled pairs or more to compare, got 1"):
        collect_answers(Watcher(), Memory([folder[0]]), ["darken"])
    warm = PairedFolder(data / "warm", rgb=None, thermal="ir")
    with pytest.raises(ValueError, match="'00001D' has no rgb picture that could get worse"):
        collect_answers(Watcher(), warm, ["darken"])


def test_labels_of_another_set_are_told_with_their_name(folder: PairedFolder):
    wrong = folder[1]
    wrong.labels[5, 5] = 9
    with pytest.raises(ValueError, match=r"the labels of '1' do not fit the network: .* the ids \[9\]"):
        collect_answers(Watcher(), Memory([folder[0], wrong]), ["darken"])
