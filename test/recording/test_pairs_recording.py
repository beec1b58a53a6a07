"""Folders of pictures make a stream of pairs in order of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from csk_ros.recording.pairs_recording import PairsRecording
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.steady_moments import START

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folders(tmp_path: Path):
    for name in ("rgb", "thermal", "labels"):
        (tmp_path / name).mkdir()
    return tmp_path / "rgb", tmp_path / "thermal", tmp_path / "labels"


def write(file: Path, picture: np.ndarray) -> None:
    assert cv2.imwrite(str(file), picture)


def fill(folders, names, size=(6, 8)):
    rgb, thermal, _ = folders
    for value, name in enumerate(names):
        write(rgb / f"{name}.png", np.full((*size, 3), (1, 2, 10 + value), np.uint8))
        write(thermal / f"{name}.png", np.full(size, 5000 + value, np.uint16))


def test_pairs_come_in_natural_order_with_stamps_of_the_rate(folders):
    fill(folders, ["frame_10", "frame_2", "frame_1"])
    recording = PairsRecording(folders[0], folders[1], rate=4.0)
    pictures = list(recording)
    assert [p.stream for p in pictures] == ["rgb", "thermal"] * 3
    assert [p.stamp - START for p in pictures[::2]] == [0, 250_000_000, 500_000_000]
    assert all(p.time == p.stamp for p in pictures)
    assert recording.names == ["frame_1", "frame_2", "frame_10"]
    assert [int(p.image[0, 0, 0]) for p in pictures[::2]] == [12, 11, 10]
    assert [int(p.image[0, 0]) for p in pictures[1::2]] == [5002, 5001, 5000]
    assert {p.encoding for p in pictures} == {"rgb8", "mono16"}
    assert recording.duration == 0.75
    assert recording.counts == {"rgb": 3, "thermal": 3}


def test_a_recording_can_be_read_again(folders):
    fill(folders, ["a", "b"])
    recording = PairsRecording(folders[0], folders[1], rate=10.0)
    first, second = list(recording), list(recording)
    for one, other in zip(first, second, strict=True):
        assert one.stamp == other.stamp
        assert_array_equal(one.image, other.image)


def test_suffixes_may_differ_and_pictures_without_a_partner_are_left_out(folders):
    rgb, thermal, _ = folders
    write(rgb / "1.JPG", np.zeros((6, 8, 3), np.uint8))
    write(thermal / "1.bmp", np.zeros((6, 8), np.uint8))
    write(rgb / "2.png", np.zeros((6, 8, 3), np.uint8))
    (rgb / "notes.txt").write_text("not a picture")
    recording = PairsRecording(rgb, thermal, rate=1.0)
    assert recording.counts == {"rgb": 1, "thermal": 1}


def test_labels_accompany_the_pairs_that_have_them(folders):
    fill(folders, ["a", "b"])
    ids = np.arange(48, dtype=np.uint8).reshape(6, 8)
    write(folders[2] / "b.png", ids)
    recording = PairsRecording(folders[0], folders[1], rate=1.0, labels_dir=folders[2])
    pictures = list(recording)
    assert [p.stream for p in pictures] == ["rgb", "thermal", "rgb", "thermal", "labels"]
    assert_array_equal(pictures[-1].image, ids)
    assert recording.counts == {"rgb": 2, "thermal": 2, "labels": 1}


def test_labels_of_another_size_are_refused(folders):
    fill(folders, ["a"])
    write(folders[2] / "a.png", np.zeros((3, 4), np.uint8))
    recording = PairsRecording(folders[0], folders[1], rate=1.0, labels_dir=folders[2])
    with pytest.raises(RecordingError, match=r"labels of the thermal picture's size 8x6, got 4x3"):
        list(recording)


def test_nothing_in_common_shows_what_is_there(folders):
    rgb, thermal, _ = folders
    write(rgb / "visible_1.png", np.zeros((6, 8, 3), np.uint8))
    write(thermal / "thermal_1.png", np.zeros((6, 8), np.uint8))
    with pytest.raises(RecordingError, match=r"no file name is in both.*visible_1\.png.*thermal_1\.png"):
        PairsRecording(rgb, thermal, rate=1.0)


def test_a_name_twice_is_refused(folders):
    fill(folders, ["a"])
    write(folders[0] / "a.jpg", np.zeros((6, 8, 3), np.uint8))
    with pytest.raises(RecordingError, match=r"both a\.jpg and a\.png"):
        PairsRecording(folders[0], folders[1], rate=1.0)


def test_missing_and_empty_folders_are_named(folders, tmp_path):
    fill(folders, ["a"])
    with pytest.raises(RecordingError, match="nowhere: expected a folder"):
        PairsRecording(tmp_path / "nowhere", folders[1], rate=1.0)
    with pytest.raises(RecordingError, match="labels: expected pictures"):
        PairsRecording(folders[0], folders[1], rate=1.0, labels_dir=folders[2])


def test_a_damaged_picture_is_named_when_its_turn_comes(folders):
    fill(folders, ["a", "b"])
    (folders[1] / "b.png").write_bytes(b"\x89PNG rubbish")
    pictures = iter(PairsRecording(folders[0], folders[1], rate=1.0))
    assert [next(pictures).stream for _ in range(3)] == ["rgb", "thermal", "rgb"]
    with pytest.raises(RecordingError, match=r"b\.png"):
        next(pictures)


def test_a_picture_that_went_away_is_named(folders):
    fill(folders, ["a"])
    recording = PairsRecording(folders[0], folders[1], rate=1.0)
    (folders[0] / "a.png").unlink()
    with pytest.raises(RecordingError, match=r"a\.png: cannot be read"):
        list(recording)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_must_be_positive(folders, rate):
    fill(folders, ["a"])
    with pytest.raises(ValueError, match="rate"):
        PairsRecording(folders[0], folders[1], rate=rate)
