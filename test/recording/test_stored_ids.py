"""Class ids in PNG files with a palette."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from csk_ros.recording.palette_png import palette_indices
from csk_ros.recording.picture_folder import read_picture
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from pathlib import Path

IDS = np.array([[0, 1, 2, 3], [8, 255, 1, 0]], np.uint8)
RNG = np.random.default_rng(2)


def png(ids: np.ndarray, palette: list[int], bits: int = 8) -> bytes:
    picture = Image.fromarray(ids).convert("P")
    picture.putpalette(palette)
    file = BytesIO()
    picture.save(file, "PNG", bits=bits)
    return file.getvalue()


@pytest.mark.parametrize("palette", [RNG.integers(0, 256, 768).tolist(), [7, 7, 7] * 256])
def test_ids_are_the_indices_whatever_the_colours(tmp_path: Path, palette: list[int]):
    (tmp_path / "a.png").write_bytes(png(IDS, palette))
    assert_array_equal(read_picture(tmp_path / "a.png", "labels"), IDS)
    # As a camera's picture it is what one sees.
    assert read_picture(tmp_path / "a.png", "rgb")[0, 1].tolist() == palette[3:6]


def test_palettes_of_few_bits_are_read_alike():
    ids = IDS % 4
    data = np.frombuffer(png(ids, [0, 0, 0, 9, 9, 9, 50, 0, 0, 0, 50, 0], bits=2), np.uint8)
    assert_array_equal(palette_indices(data, "x"), ids)


def test_every_other_file_is_left_to_others():
    for data in (cv2.imencode(".png", IDS)[1], cv2.imencode(".bmp", IDS)[1], np.zeros(4, np.uint8)):
        assert palette_indices(data, "x") is None


@pytest.mark.parametrize("length", [26, 40, -30])
def test_a_damaged_file_is_named(length: int):
    large = RNG.integers(0, 256, (64, 64), np.uint8)
    data = np.frombuffer(png(large, RNG.integers(0, 256, 768).tolist())[:length], np.uint8)
    with pytest.raises(RecordingError, match=r"some/a\.png: expected a PNG picture with a palette"):
        palette_indices(data, "some/a.png")
