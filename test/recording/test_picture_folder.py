"""Folders of pictures: what counts as one, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from csk_ros.recording.picture_folder import pictures_in, read_bgr, read_picture
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from pathlib import Path

GREY = np.arange(12, dtype=np.uint8).reshape(3, 4)


def test_pictures_are_listed_by_name_and_other_files_are_not(tmp_path: Path):
    for name in ("b.TIFF", "a.png", "c.jpg", "notes.txt", "labels.csv"):
        (tmp_path / name).touch()
    assert {name: file.name for name, file in pictures_in(tmp_path).items()} == {
        "a": "a.png",
        "b": "b.TIFF",
        "c": "c.jpg",
    }


def test_what_macos_and_windows_leave_behind_is_no_picture(tmp_path: Path):
    for name in ("a.png", "._a.png", ".DS_Store", "Thumbs.db", ".hidden.jpg", "desktop.ini", "._b.tiff"):
        (tmp_path / name).touch()
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX/c.png").touch()
    assert pictures_in(tmp_path) == {"a": tmp_path / "a.png"}
    (tmp_path / "a.png").unlink()
    with pytest.raises(RecordingError, match=r"expected pictures .* found none"):
        pictures_in(tmp_path)


def test_a_folder_called_like_a_picture_is_none(tmp_path: Path):
    (tmp_path / "a.png").mkdir()
    (tmp_path / "b.png").touch()
    assert list(pictures_in(tmp_path)) == ["b"]


def test_what_is_no_folder_of_pictures_is_refused(tmp_path: Path):
    with pytest.raises(RecordingError, match="nowhere: expected a folder"):
        pictures_in(tmp_path / "nowhere")
    with pytest.raises(RecordingError, match=r"expected pictures \(\.jpg.*found none"):
        pictures_in(tmp_path)
    for name in ("a.png", "a.jpg"):
        (tmp_path / name).touch()
    with pytest.raises(RecordingError, match=r"both a\.jpg and a\.png are there"):
        pictures_in(tmp_path)


def test_a_float_tiff_is_read_as_it_is(tmp_path: Path):
    kelvin = GREY.astype(np.float32) + 273.15
    cv2.imwrite(str(tmp_path / "a.tiff"), kelvin)
    assert_array_equal(read_picture(tmp_path / "a.tiff", "thermal"), kelvin)


def test_four_channels_are_kept_in_the_order_of_opencv(tmp_path: Path):
    bgra = np.dstack([GREY, GREY + 20, GREY + 40, GREY + 60])
    cv2.imwrite(str(tmp_path / "a.png"), bgra)
    assert_array_equal(read_bgr(tmp_path / "a.png"), bgra)


def test_what_is_no_picture_is_named(tmp_path: Path):
    with pytest.raises(RecordingError, match=r"a\.png: cannot be read: No such file"):
        read_picture(tmp_path / "a.png", "rgb")
    (tmp_path / "a.png").write_bytes(b"no picture")
    with pytest.raises(RecordingError, match=r"a\.png: expected a jpg, png, bmp or tiff.* 10 bytes"):
        read_picture(tmp_path / "a.png", "rgb")
