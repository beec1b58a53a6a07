from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from PIL import Image

from csk_ros.evaluation.judging.truth_folder import TruthFolder
from csk_ros.recording.recording import RecordingError

IDS = np.array([[0, 1, 2], [3, 255, 0]], np.uint8)


def write(folder, *names, picture=IDS):
    for name in names:
        assert cv2.imwrite(str(folder / name), picture)
    return folder


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        ("12.345000000.png", 12_345_000_000),
        ("12.345.png", 12_345_000_000),
        ("0.000000001.png", 1),
        ("1700000000.123456789.bmp", 1_700_000_000_123_456_789),
        ("12345000000.png", 12_345_000_000),
        ("5.tiff", 5),
    ],
)
def test_a_name_is_a_stamp_in_seconds_or_nanoseconds(tmp_path, name, stamp):
    truth = TruthFolder(write(tmp_path, name))
    assert len(truth.stamps) == 1
    np.testing.assert_array_equal(truth.of(stamp), IDS)
    assert truth.of(stamp + 1) is None


def test_every_stamp_has_its_own_picture(tmp_path):
    for number in range(4):
        write(tmp_path, f"1.{number}.png", picture=np.full((2, 2), number, np.uint8))
    truth = TruthFolder(tmp_path)
    assert len(truth.stamps) == 4
    assert [int(truth.of(1_000_000_000 + n * 100_000_000)[0, 0]) for n in range(4)] == [0, 1, 2, 3]


def test_of_a_picture_with_a_palette_the_indices_are_the_ids(tmp_path):
    picture = Image.fromarray(IDS, "P")
    picture.putpalette([200, 10, 10] * 256)
    picture.save(tmp_path / "7.png")
    np.testing.assert_array_equal(TruthFolder(tmp_path).of(7), IDS)


def test_hidden_files_do_not_matter(tmp_path):
    write(tmp_path, "1.5.png")
    (tmp_path / "._1.5.png").write_bytes(b"resource fork")
    assert len(TruthFolder(tmp_path).stamps) == 1


def test_other_files_do_not_matter(tmp_path):
    (tmp_path / "notes.txt").write_text("about them")
    assert set(TruthFolder(write(tmp_path, "7.png")).stamps) == {7}


@pytest.mark.parametrize("name", ["00001D", "1,5", "-1", "1.", "12.0000000001", "1.5s", "1e9", "1.2.3"])
def test_a_name_that_is_no_stamp_is_told(tmp_path, name):
    file = write(tmp_path, f"{name}.png") / f"{name}.png"
    with pytest.raises(
        RecordingError,
        match=re.escape(
            f"{file}: expected the stamp of the picture that it belongs to as the name, in seconds "
            f"(12.345000000.png) or nanoseconds (12345000000.png), got '{name}'"
        ),
    ):
        TruthFolder(tmp_path)


def test_two_of_one_stamp_are_told(tmp_path):
    write(tmp_path, "1.5.png", "1500000000.png")
    with pytest.raises(
        RecordingError, match=f"^{re.escape(str(tmp_path))}: 1.5.png and 1500000000.png have one stamp$"
    ):
        TruthFolder(tmp_path)


def test_a_folder_without_pictures_is_told(tmp_path):
    with pytest.raises(RecordingError, match="expected a folder of pictures, found none"):
        TruthFolder(tmp_path / "nowhere")
    with pytest.raises(RecordingError, match=r"expected pictures .*, found none"):
        TruthFolder(tmp_path)


@pytest.mark.parametrize(
    ("picture", "complaint"),
    [
        (np.dstack([IDS, IDS, IDS + 1]), "7.png: expected class ids in one grey channel, got colours"),
        (IDS.astype(np.uint16), "7.png: expected 8-bit class ids, got uint16"),
    ],
)
def test_a_picture_of_no_ids_is_told_when_it_is_needed(tmp_path, picture, complaint):
    truth = TruthFolder(write(tmp_path, "7.png", picture=picture))
    with pytest.raises(RecordingError, match=complaint):
        truth.of(7)


def test_a_file_that_is_no_picture_is_told_when_it_is_needed(tmp_path):
    (tmp_path / "7.png").write_bytes(b"no picture")
    truth = TruthFolder(tmp_path)
    assert truth.of(8) is None
    with pytest.raises(RecordingError, match=r"7\.png: expected a jpg, png, .* picture, got 10 bytes"):
        truth.of(7)
