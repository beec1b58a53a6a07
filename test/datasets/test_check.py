"""A data set looked through: figures by hand, and every kind of problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.check import check_dataset
from csk_ros.datasets.dataset_config import BagConfig, FolderLayoutConfig, MfnetConfig, PairedConfig
from csk_ros.datasets.label_census import ClassCount
from csk_ros.labels import STREET
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.synthetic.recording import SyntheticRecording
from support.tiny_layouts import LABELS, THERMAL, colour_picture, write, write_layout

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a", "b", "c", "d")
CONFIG = FolderLayoutConfig(layout="msrs", name="MSRS", folder="set", split="train")


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """The folder of the split that CONFIG names, in the data folder `tmp_path`."""
    return write_layout(tmp_path / "set", "msrs", NAMES) / "train"


def kinds(report):
    return [(problem.kind, problem.names) for problem in report.problems]


def test_a_sound_data_set_is_counted(tmp_path: Path, train: Path):
    write(train / "ir/d.png", THERMAL.astype(np.uint16) * 300)
    report = check_dataset(CONFIG, tmp_path, STREET)
    assert report.name == "MSRS"
    assert report.problems == ()
    assert (report.samples, report.left_out, report.with_rgb) == (4, 0, 4)
    assert report.sizes == {"6x4": 4}
    assert report.thermal_types == {"uint8": 3, "uint16": 1}
    assert report.unlabelled == pytest.approx(3 / 24)
    assert report.classes == (
        ClassCount("background", pytest.approx(12 / 21), 4),
        ClassCount("car", pytest.approx(6 / 21), 4),
        ClassCount("person", pytest.approx(3 / 21), 4),
        ClassCount("bike", 0, 0),
    )


def test_every_problem_of_every_file_is_told(tmp_path: Path, train: Path):
    (train / "vi/a.png").unlink()
    (train / "Segmentation_labels/b.png").unlink()
    (train / "ir/c.png").write_bytes(b"broken")
    write(train / "vi/c.png", colour_picture()[:, :5])
    ids = LABELS.copy()
    ids[3, :2] = 7
    write(train / "Segmentation_labels/d.png", ids)
    report = check_dataset(CONFIG, tmp_path, STREET)
    assert kinds(report) == [
        ("missing picture", ("a",)),
        ("missing labels", ("b",)),
        ("unreadable", ("c",)),
        ("sizes", ("c",)),
        ("unknown label", ("d",)),
    ]
    texts = [problem.text for problem in report.problems]
    assert "vi lacks 1 of the 3 pictures that Segmentation_labels has, the first being 'a'" in texts[0]
    assert "Segmentation_labels lacks 1 of the 4 names" in texts[1]
    assert "ir/c.png: expected a jpg" in texts[2]
    assert "'c' differ in size: rgb 5x4, labels 6x4" in texts[3]
    assert "class id 7" in texts[4]
    assert "2 pixels in 1 pictures, the first being 'd'" in texts[4]
    assert (report.samples, report.left_out, report.with_rgb) == (2, 1, 1)
    # The labels of c are sound, and count.
    assert report.classes[1].pictures == 2


def test_broken_labels_are_told_once_and_counted_nowhere(tmp_path: Path, train: Path):
    (train / "Segmentation_labels/a.png").write_bytes(b"broken")
    report = check_dataset(CONFIG, tmp_path, STREET)
    assert kinds(report) == [("unreadable", ("a",))]
    assert report.classes[0].pictures == 3


@pytest.mark.usefixtures("train")
def test_a_data_set_that_is_not_there_is_unusable(tmp_path: Path):
    gone = PairedConfig(name="gone", folder="set/train", rgb="eo", thermal="ir", labels="truth")
    report = check_dataset(gone, tmp_path, STREET)
    assert kinds(report) == [("unusable", ()), ("unusable", ())]
    assert report.samples == 0
    assert [found.name for found in report.classes] == list(STREET.classes)
    report = check_dataset(BagConfig(name="bag", path="x.mcap"), tmp_path, STREET)
    assert [problem.text for problem in report.problems] == [f"{tmp_path}/x.mcap: no such bag"]


def test_a_name_twice_in_a_folder_makes_it_unusable(tmp_path: Path, train: Path):
    write(train / "ir/a.jpg", THERMAL)
    (problem,) = check_dataset(CONFIG, tmp_path, STREET).problems
    assert problem.kind == "unusable"
    assert "both a.jpg and a.png" in problem.text


def test_listed_names_without_labels_are_missing(tmp_path: Path):
    root = write_layout(tmp_path / "set", "mfnet", NAMES)
    (root / "labels/b.png").unlink()
    report = check_dataset(MfnetConfig(name="M", folder="set", split="train"), tmp_path, STREET)
    assert kinds(report) == [("missing picture", ("b",))]
    assert (report.samples, report.left_out) == (3, 1)


def test_what_a_bag_leaves_out_is_counted_and_no_problem(tmp_path: Path):
    with BagWriter(tmp_path / "street") as writer:
        for picture in SyntheticRecording(3, duration=0.3, rate=10.0):
            if picture.stream != "rgb" or picture.stamp == 1_000_000_000:
                writer.write(picture)
    report = check_dataset(BagConfig(name="bag", path="street"), tmp_path, STREET)
    assert (report.samples, report.left_out, report.problems) == (1, 2, ())
    assert report.sizes == {"640x480": 1}


@pytest.mark.usefixtures("train")
def test_samples_can_be_tracked(tmp_path: Path):
    seen = []

    def track(indices):
        for index in indices:
            yield index
            seen.append(index)

    check_dataset(CONFIG, tmp_path, STREET, track)
    assert seen == [0, 1, 2, 3]


def test_pairs_without_rgb_are_a_problem_where_rgb_is_needed(data: Path):
    warm = PairedConfig(name="warm", folder="warm", thermal="ir", labels="labels")
    assert not check_dataset(warm, data, STREET).problems
    (problem,) = check_dataset(warm, data, STREET, needs_rgb=True).problems
    assert problem.kind == "unusable"
    assert "data set 'warm' has no rgb pictures" in problem.text
