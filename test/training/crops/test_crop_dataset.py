"""The stream of crops: fixed by number, near what is wanted, from every source by its share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.sample import Sample
from csk_ros.inference.normalization import Normalization
from csk_ros.labels import STREET
from csk_ros.training.crops.augmentation import Augmentation
from csk_ros.training.crops.crop_dataset import CropDataset, CropSettings

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.sample import SampleSource

QUIET = Augmentation(darken=0, blackout=0, glare=0, blur=0, thermal_blank=0)


class OneSample:
    """A source that is the same everywhere."""

    def __init__(self, label: int) -> None:
        self._labels = np.full((40, 60), label, np.uint8)

        self.names = ("one",)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: int) -> Sample:
        return Sample(None, np.zeros((40, 60), np.uint8), self._labels)

    def labels(self, index: int) -> np.ndarray:
        return self[index].labels


def crops(*sources: tuple[SampleSource, float], wanted: dict[str, float], seed: int = 0) -> CropDataset:
    return CropDataset(
        sources,
        input_size=(64, 96),
        normalization=Normalization(),
        settings=CropSettings((32, 48), (0.8, 1.5), wanted),
        augmentation=QUIET,
        classes=STREET.classes,
        seed=seed,
    )


@pytest.fixture(scope="module")
def pairs(data: Path) -> PairedFolder:
    return PairedFolder(data / "pairs", rgb="vi", thermal="ir")


def test_a_crop_has_the_shapes_and_ranges_of_the_network(pairs: PairedFolder):
    crop = crops((pairs, 1.0), wanted={})[5]
    assert crop.rgb.shape == (3, 32, 48)
    assert crop.thermal.shape == (1, 32, 48)
    assert crop.labels.shape == (32, 48)
    assert crop.labels.dtype == torch.int64
    assert -1 <= crop.rgb.min() < crop.rgb.max() <= 1
    assert -1 <= crop.thermal.min() < crop.thermal.max() <= 1
    assert crop.clean_rgb.shape == crop.rgb.shape
    assert bool(crop.rgb_usable)
    assert bool(crop.thermal_usable)


def test_a_number_is_always_the_same_crop_and_another_number_another(pairs: PairedFolder):
    one, again = crops((pairs, 1.0), wanted={"person": 0.5}), crops((pairs, 1.0), wanted={"person": 0.5})
    for number in (7, 0, 1000):
        for ours, theirs in zip(one[number], again[number], strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=0)
    assert not torch.equal(one[0].rgb, one[1].rgb)
    assert not torch.equal(one[0].rgb, crops((pairs, 1.0), wanted={"person": 0.5}, seed=1)[0].rgb)


def test_the_thermal_person_and_the_coloured_car_are_where_the_labels_are(pairs: PairedFolder):
    dataset = crops((pairs, 1.0), wanted={"car": 0.5, "person": 0.5})
    for number in range(20):
        crop = dataset[number]
        person, car, ground = (crop.labels == class_id for class_id in (2, 1, 0))
        if person.sum() > 30:
            assert crop.thermal[0][person].mean() > crop.thermal[0][ground].mean() + 0.2
        if car.sum() > 30:
            assert crop.rgb[2][car].mean() > crop.rgb[2][ground].mean() + 0.2


def test_wanted_classes_are_shown_as_often_as_asked_for(pairs: PairedFolder):
    always = crops((pairs, 1.0), wanted={"person": 1.0})
    assert all((always[number].labels == 2).any() for number in range(40))
    # A class that no sample has is no reason to fail.
    assert crops((pairs, 1.0), wanted={"bike": 1.0})[0].labels.shape == (32, 48)


def test_sources_give_their_share_and_thermal_only_ones_have_no_usable_rgb():
    dataset = crops((OneSample(1), 3.0), (OneSample(2), 1.0), wanted={})
    shown = Counter(int(dataset[number].labels[0, 0]) for number in range(200))
    assert shown[2] / 200 == pytest.approx(0.25, abs=0.09)
    crop = dataset[0]
    assert not crop.rgb.any()
    assert not crop.rgb_usable


def test_what_a_teacher_sees_is_the_same_crop_undisturbed(pairs: PairedFolder):
    dark = CropDataset(
        [(pairs, 1.0)],
        input_size=(64, 96),
        normalization=Normalization(),
        settings=CropSettings((64, 96)),
        augmentation=Augmentation(darken=1.0, darken_factor=(0.1, 0.1), blackout=0.0),
        classes=STREET.classes,
        seed=0,
    )
    pictures = {Normalization().rgb(pairs[index].rgb).tobytes() for index in range(len(pairs))}
    mirrored = {
        Normalization().rgb(pairs[index].rgb[:, ::-1].copy()).tobytes() for index in range(len(pairs))
    }
    for number in range(10):
        crop = dark[number]
        assert crop.clean_rgb.numpy().tobytes() in pictures | mirrored
        assert crop.rgb.mean() < crop.clean_rgb.mean() - 0.1


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"zoom": (1.5, 0.7)}, "zoom is the least and the largest magnification"),
        ({"wanted": {"car": 0.6, "bike": 0.6}}, "wanted are 1 together at most"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(members: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        CropSettings((32, 48), **members)
