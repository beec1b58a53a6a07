"""Folders of pairs: contents, and what is refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pairs(data: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(data / "pairs", tmp_path / "pairs")


def test_pairs_are_read_as_they_are(data: Path):
    folder = PairedFolder(data / "pairs", rgb="vi", thermal="ir", labels="labels")
    assert len(folder) == 3
    assert folder.names == ("00001D", "00002N", "00003D")
    sample = folder[1]
    thermal = cv2.imread(str(data / "pairs/ir/00002N.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(sample.thermal, thermal)
    np.testing.assert_array_equal(sample.labels, folder.labels(1))
    assert sample.rgb is not None
    # The car is blue in the file's BGR order of writing: colours come back as RGB.
    assert sample.rgb[30, 70, 2] > 200
    assert sample.rgb[30, 70, 0] < 80


def test_a_thermal_only_folder_has_no_rgb(data: Path):
    folder = PairedFolder(data / "warm", rgb=None, thermal="ir", labels="labels")
    assert len(folder) == 3
    assert folder[0].rgb is None


def test_16_bit_thermal_is_kept_and_of_equal_channels_one_is_taken(pairs: Path):
    counts = (np.arange(64 * 96) * 9).astype(np.uint16).reshape(64, 96)
    cv2.imwrite(str(pairs / "ir/00001D.png"), counts)
    cv2.imwrite(str(pairs / "ir/00002N.png"), np.repeat((counts >> 8).astype(np.uint8)[..., None], 3, axis=2))
    folder = PairedFolder(pairs, rgb="vi", thermal="ir", labels="labels")
    np.testing.assert_array_equal(folder[0].thermal, counts)
    np.testing.assert_array_equal(folder[1].thermal, counts >> 8)


def test_missing_folders_and_pictures_are_named(pairs: Path):
    with pytest.raises(DatasetError, match=r"/rgb: expected a folder of pictures, found none"):
        PairedFolder(pairs, thermal="ir")
    (pairs / "ir/00003D.png").unlink()
    with pytest.raises(DatasetError, match=r"ir lacks 1 of the 3 pictures that labels has.*'00003D'"):
        PairedFolder(pairs, rgb="vi", thermal="ir")
    with pytest.raises(DatasetError, match=r"eo: expected.*and 1 more") as raised:
        PairedFolder(pairs, rgb="eo", thermal="ir", labels="truth")
    assert [problem.kind for problem in raised.value.problems] == ["unusable"] * 2


def test_names_that_lack_a_picture_can_be_left_out(pairs: Path):
    (pairs / "ir/00003D.png").unlink()
    (pairs / "vi/00001D.jpg").unlink()
    folder = PairedFolder(pairs, rgb="vi", thermal="ir", allow_missing=True)
    assert folder.names == ("00002N",)
    assert len(folder) == 1
    assert folder.left_out == 2
    assert [(problem.kind, problem.names) for problem in folder.problems] == [
        ("missing picture", ("00001D",)),
        ("missing picture", ("00003D",)),
    ]


def test_pictures_without_labels_are_told_and_are_no_samples(pairs: Path):
    (pairs / "labels/00002N.png").unlink()
    folder = PairedFolder(pairs, rgb="vi", thermal="ir")
    assert folder.names == ("00001D", "00003D")
    assert folder.left_out == 0
    (problem,) = folder.problems
    assert (problem.kind, problem.names) == ("missing labels", ("00002N",))
    assert "labels lacks 1 of the 3 names that the cameras' folders have" in problem.text


def test_broken_pictures_are_named(pairs: Path):
    folder = PairedFolder(pairs, rgb="vi", thermal="ir")
    (pairs / "ir/00001D.png").write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=r"00001D\.png: expected a jpg, png"):
        folder[0]
    coloured = np.zeros((64, 96, 3), np.uint8)
    coloured[0, 0, 0] = 200
    cv2.imwrite(str(pairs / "labels/00002N.png"), coloured)
    with pytest.raises(DatasetError, match=r"00002N\.png: expected class ids in one grey channel"):
        folder[1]
    with pytest.raises(RecordingError, match=r"00002N\.png: expected class ids in one grey channel"):
        folder.labels(1)
    cv2.imwrite(str(pairs / "vi/00003D.jpg"), np.zeros((64, 90, 3), np.uint8))
    with pytest.raises(
        DatasetError, match=r"'00003D' differ in size: rgb 90x64, thermal 96x64, labels 96x64"
    ):
        folder[2]


def test_every_problem_of_a_sample_is_told(pairs: Path):
    folder = PairedFolder(pairs, rgb="vi", thermal="ir")
    cv2.imwrite(str(pairs / "vi/00001D.jpg"), np.zeros((64, 90, 3), np.uint8))
    false_colours = cv2.applyColorMap(np.arange(6144).reshape(64, 96).astype(np.uint8), cv2.COLORMAP_JET)
    cv2.imwrite(str(pairs / "ir/00001D.png"), false_colours)
    with pytest.raises(DatasetError) as raised:
        folder[0]
    assert [problem.kind for problem in raised.value.problems] == ["unreadable", "sizes"]
    assert "false colours" in raised.value.problems[0].text


def test_ids_from_one_are_shifted_and_0_is_unlabelled(pairs: Path):
    values = np.zeros((64, 96), np.uint8)
    values[0, :4] = (1, 14, 0, 255)
    cv2.imwrite(str(pairs / "labels/00001D.png"), values)
    folder = PairedFolder(pairs, rgb="vi", thermal="ir", ids_from_one=True)
    assert folder.labels(0)[0, :4].tolist() == [0, 13, 255, 255]
    np.testing.assert_array_equal(folder[0].labels, folder.labels(0))
    assert folder.labels(0).dtype == np.uint8
