"""Folders of pairs: contents, and what is refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.datasets.paired_folder import PairedFolder

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


def test_ids_from_one_are_shifted_and_0_is_unlabelled(pairs: Path):
    values = np.zeros((64, 96), np.uint8)
    values[0, :4] = (1, 14, 0, 255)
    cv2.imwrite(str(pairs / "labels/00001D.png"), values)
    folder = PairedFolder(pairs, rgb="vi", thermal="ir", ids_from_one=True)
    assert folder.labels(0)[0, :4].tolist() == [0, 13, 255, 255]
    np.testing.assert_array_equal(folder[0].labels, folder.labels(0))
    assert folder.labels(0).dtype == np.uint8
