"""Class ids in files with a palette or of few bits: what is stored, not what a viewer shows."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from csk_ros.recording.picture_folder import read_picture
from csk_ros.recording.recording import RecordingError
from support.image_files import grey_png

if TYPE_CHECKING:
    from pathlib import Path

IDS = np.array([[0, 1, 2, 3], [8, 255, 1, 0]], np.uint8)
RNG = np.random.default_rng(2)


def with_palette(ids: np.ndarray, palette: list[int], kind: str = "PNG", **options) -> bytes:
    picture = Image.fromarray(ids).convert("P")
    picture.putpalette(palette)
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
@pytest.mark.parametrize("palette", [RNG.integers(0, 256, 768).tolist(), [7, 7, 7] * 256])
def test_ids_are_the_indices_whatever_the_colours(tmp_path: Path, palette: list[int], kind: str):
    file = tmp_path / f"a.{kind.lower()}"
    file.write_bytes(with_palette(IDS, palette, kind))
    assert_array_equal(read_picture(file, "labels"), IDS)
    # As a camera's picture it is what one sees.
    assert read_picture(file, "rgb")[0, 1].tolist() == palette[3:6]


def test_palettes_of_few_bits_are_read_alike(tmp_path: Path):
    ids = IDS % 4
    (tmp_path / "a.png").write_bytes(with_palette(ids, [0, 0, 0, 9, 9, 9, 50, 0, 0, 0, 50, 0], bits=2))
    assert_array_equal(read_picture(tmp_path / "a.png", "labels"), ids)


def test_an_index_that_is_transparent_is_an_id_like_others(tmp_path: Path):
    (tmp_path / "a.png").write_bytes(with_palette(IDS, [7, 8, 9] * 256, transparency=1))
    assert_array_equal(read_picture(tmp_path / "a.png", "labels"), IDS)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_grey_values_of_few_bits_are_ids_as_stored(tmp_path: Path, bits: int):
    ids = np.arange(32, dtype=np.uint8).reshape(4, 8) & (2**bits - 1)
    (tmp_path / "a.png").write_bytes(grey_png(ids, bits))
    assert_array_equal(read_picture(tmp_path / "a.png", "labels"), ids)
    if bits < 8:
        # As a camera's picture they are stretched from black to white.
        assert_array_equal(read_picture(tmp_path / "a.png", "thermal"), ids * (255 // (2**bits - 1)))


@pytest.mark.parametrize("kind", ["png", "bmp", "tiff"])
def test_a_mask_of_one_bit_holds_0_and_1(tmp_path: Path, kind: str):
    mask = np.eye(5, 9, dtype=np.uint8)
    Image.fromarray(mask * 255).convert("1").save(tmp_path / f"a.{kind}")
    assert_array_equal(read_picture(tmp_path / f"a.{kind}", "labels"), mask)


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tiff"])
def test_eight_bits_of_grey_are_read_exactly(tmp_path: Path, suffix: str):
    ids = np.arange(256, dtype=np.uint8).reshape(16, 16)
    cv2.imwrite(str(tmp_path / f"a{suffix}"), ids)
    assert_array_equal(read_picture(tmp_path / f"a{suffix}", "labels"), ids)


@pytest.mark.parametrize("length", [26, 40, -30])
def test_a_damaged_file_is_named(tmp_path: Path, length: int):
    large = RNG.integers(0, 256, (64, 64), np.uint8)
    (tmp_path / "a.png").write_bytes(with_palette(large, RNG.integers(0, 256, 768).tolist())[:length])
    with pytest.raises(RecordingError, match=r"a\.png: the PNG file (stops|ends)"):
        read_picture(tmp_path / "a.png", "labels")


def test_what_pillow_cannot_read_is_named(tmp_path: Path):
    large = RNG.integers(0, 256, (64, 64), np.uint8)
    data = bytearray(with_palette(large, RNG.integers(0, 256, 768).tolist()))
    start = data.index(b"IDAT") + 4
    data[start : start + 40] = bytes(40)
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(RecordingError, match=r"a\.png: expected class ids in a palette or in few bits"):
        read_picture(tmp_path / "a.png", "labels")
