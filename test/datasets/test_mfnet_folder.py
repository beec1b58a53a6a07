"""MFNet's layout: four channels in one file, and lists of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.datasets.mfnet_folder import MfnetFolder
from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.recording import RecordingError
from support.tiny_layouts import BLUE, GREEN, LABELS, RED, THERMAL, colour_picture, write_layout

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_layout(tmp_path, "mfnet", ("00001D", "00002N", "00003D"))


def test_the_first_three_channels_are_colour_and_the_fourth_is_thermal(root: Path):
    sample = MfnetFolder(root, "train")[0]
    assert sample.rgb is not None
    assert sample.rgb.shape == (4, 6, 3)
    assert (sample.rgb == (RED, GREEN, BLUE)).all()
    np.testing.assert_array_equal(sample.thermal, THERMAL)
    np.testing.assert_array_equal(sample.labels, LABELS)


def test_a_split_is_a_list_of_names_in_its_order(root: Path):
    (root / "val.txt").write_text("00003D\r\n\n 00001D ", encoding="utf-8")
    samples = MfnetFolder(root, "val")
    assert samples.names == ("00003D", "00001D")
    assert len(samples) == 2
    # The rest belongs to other splits.
    assert samples.problems == ()


def test_a_list_may_hold_file_names_and_paths(root: Path):
    (root / "val.txt").write_text(
        "00003D.png\nimages/00001D.png labels/00001D.png\n", encoding="utf-8-sig", newline="\r\n"
    )
    samples = MfnetFolder(root, "val")
    assert samples.names == ("00003D", "00001D")
    np.testing.assert_array_equal(samples[1].labels, LABELS)


def test_a_name_that_is_listed_twice_counts_once_and_is_warned_of(root: Path, caplog):
    (root / "val.txt").write_text("00003D\n00001D\n00003D.png\n", encoding="utf-8")
    samples = MfnetFolder(root, "val")
    assert samples.names == ("00003D", "00001D")
    (problem,) = samples.problems
    assert (problem.kind, problem.names) == ("listed twice", ("00003D",))
    assert caplog.messages == [problem.text]


def test_a_missing_name_is_quoted_so_that_nothing_in_it_is_invisible(root: Path):
    (root / "val.txt").write_text("\N{ZERO WIDTH SPACE}00003D\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"the first being '\\u200b00003D'"):
        MfnetFolder(root, "val")


def test_a_list_of_a_folder_that_is_missing_is_refused_for_the_folder(root: Path):
    (root / "images").rename(root / "pictures")
    with pytest.raises(DatasetError, match=r"images: expected a folder of pictures"):
        MfnetFolder(root, "train")


def test_sixteen_bits_are_colour_over_the_full_range_and_thermal_as_it_is(root: Path, caplog):
    deep = np.dstack([colour_picture().astype(np.uint16) * 257, THERMAL.astype(np.uint16) * 300])
    cv2.imwrite(str(root / "images/00001D.png"), deep)
    sample = MfnetFolder(root, "train")[0]
    assert sample.rgb is not None
    assert (sample.rgb == (RED, GREEN, BLUE)).all()
    np.testing.assert_array_equal(sample.thermal, THERMAL.astype(np.uint16) * 300)
    assert caplog.messages == []
    # Thermal is bright here, but the colours are not.
    deep[..., :3] //= 257
    deep[..., 3] = 65535
    cv2.imwrite(str(root / "images/00001D.png"), deep)
    assert [problem.kind for problem in MfnetFolder(root, "train").problems] == ["bit depth"]
    assert "above 200 of 65535, as if 8 bits lay in 16" in caplog.text


def test_a_list_that_is_missing_or_empty_is_named(root: Path):
    with pytest.raises(DatasetError, match=r"test\.txt: expected a list of names"):
        MfnetFolder(root, "test")
    (root / "test.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"test\.txt: expected names, one a line, found none"):
        MfnetFolder(root, "test")


def test_listed_names_without_a_file_are_told_for_either_folder(root: Path):
    (root / "images/00001D.png").unlink()
    (root / "labels/00002N.png").unlink()
    with pytest.raises(DatasetError, match=r"images lacks 1 of the 3 pictures that are listed.*'00001D'"):
        MfnetFolder(root, "train")
    samples = MfnetFolder(root, "train", allow_missing=True)
    assert samples.names == ("00003D",)
    assert samples.left_out == 2
    assert [problem.names for problem in samples.problems] == [("00001D",), ("00002N",)]


def test_a_picture_without_thermal_is_refused_once(root: Path):
    cv2.imwrite(str(root / "images/00001D.png"), colour_picture())
    samples = MfnetFolder(root, "train")
    with pytest.raises(DatasetError, match=r"00001D\.png: expected 4 channels.*got 3") as raised:
        samples[0]
    assert len(raised.value.problems) == 1
    np.testing.assert_array_equal(samples.labels(0), LABELS)


def test_broken_labels_are_named(root: Path):
    (root / "labels/00001D.png").write_bytes(b"none")
    with pytest.raises(RecordingError, match=r"labels/00001D\.png: expected a jpg, png"):
        MfnetFolder(root, "train").labels(0)
