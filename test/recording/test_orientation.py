"""Images come out upright, as viewers show them, whatever way the camera was held."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image, ImageOps

from csk_ros.recording.orientation import exif_orientation, upright
from csk_ros.recording.picture_folder import read_label_colours, read_picture
from support.image_files import exif_block, grey_tiff, png_chunk, with_orientation

if TYPE_CHECKING:
    from pathlib import Path

# Smooth, so that a JPEG is near it; no two corners alike, so that every turn shows.
ROWS, COLUMNS = np.mgrid[0:32, 0:48]
COLOUR = np.dstack([ROWS * 8, COLUMNS * 5, 255 - COLUMNS * 5]).astype(np.uint8)
IDS = np.where(COLUMNS < 9, 1, np.where(ROWS < 7, 2, 0)).astype(np.uint8)
ALL = range(1, 9)


@pytest.mark.parametrize("orientation", ALL)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_every_orientation_is_applied_as_pillow_does(tmp_path: Path, kind: str, orientation: int):
    file = tmp_path / f"a.{kind.lower()}"
    file.write_bytes(with_orientation(COLOUR, kind, orientation))
    with Image.open(file) as picture:
        shown = np.asarray(ImageOps.exif_transpose(picture))
    read = read_picture(file, "rgb")
    assert read.shape == shown.shape
    assert np.abs(read.astype(int) - shown).max() <= (3 if kind == "JPEG" else 0)
    assert read.flags.c_contiguous


@pytest.mark.parametrize("orientation", ALL)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_is_what_opencv_shows(tmp_path: Path, kind: str, orientation: int):
    file = tmp_path / f"a.{kind.lower()}"
    file.write_bytes(with_orientation(COLOUR, kind, orientation, ">"))
    assert_array_equal(read_picture(file, "rgb")[..., ::-1], cv2.imread(str(file)))


@pytest.mark.parametrize("orientation", ALL)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_labels_and_thermal_are_turned_alike(tmp_path: Path, kind: str, orientation: int):
    file = tmp_path / f"a.{kind.lower()}"
    file.write_bytes(with_orientation(IDS, kind, orientation))
    assert_array_equal(read_picture(file, "labels"), upright(IDS, orientation))
    assert_array_equal(read_picture(file, "thermal"), upright(IDS, orientation))
    counts = ROWS.astype(np.uint16) * 900
    file.write_bytes(with_orientation(counts, kind, orientation))
    assert_array_equal(read_picture(file, "thermal"), upright(counts, orientation))


@pytest.mark.parametrize("orientation", ALL)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_palettes_and_colours_of_labels_are_turned_too(tmp_path: Path, kind: str, orientation: int):
    picture = Image.fromarray(IDS).convert("P")
    picture.putpalette([1, 2, 3, 40, 50, 60, 7, 8, 90])
    file = tmp_path / f"a.{kind.lower()}"
    if kind == "PNG":
        picture.save(file, exif=exif_block(orientation))
    else:
        picture.save(file, tiffinfo={0x0112: orientation})
    assert_array_equal(read_picture(file, "labels"), upright(IDS, orientation))
    colours = np.array([(1, 2, 3), (40, 50, 60), (7, 8, 90)], np.uint8)
    assert_array_equal(read_label_colours(file), colours[upright(IDS, orientation)])


@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_files_of_either_byte_order(tmp_path: Path, order: str):
    counts = (np.arange(12, dtype=np.uint16) * 5000).reshape(3, 4)
    (tmp_path / "a.tif").write_bytes(grey_tiff(counts, order=order, t274=6))
    assert_array_equal(read_picture(tmp_path / "a.tif", "thermal"), np.rot90(counts, -1))


def test_the_exif_of_a_png_file_may_come_behind_its_pixels(tmp_path: Path):
    data = with_orientation(IDS, "PNG", 1)
    end = data.index(b"IEND") - 4
    (tmp_path / "a.png").write_bytes(data[:end] + png_chunk(b"eXIf", exif_block(3)) + data[end:])
    assert_array_equal(read_picture(tmp_path / "a.png", "labels"), IDS[::-1, ::-1])


def test_of_two_exif_blocks_in_a_jpeg_file_the_first_counts(tmp_path: Path):
    data = with_orientation(COLOUR, "JPEG", 3)
    plain = cv2.imdecode(np.frombuffer(with_orientation(COLOUR, "JPEG", 1), np.uint8), cv2.IMREAD_COLOR)
    other = b"Exif\0\0" + exif_block(6)
    scan = data.index(b"\xff\xdb")
    (tmp_path / "a.jpg").write_bytes(
        data[:scan] + b"\xff\xe1" + struct.pack(">H", len(other) + 2) + other + data[scan:]
    )
    assert_array_equal(read_picture(tmp_path / "a.jpg", "rgb")[..., ::-1], plain[::-1, ::-1])


@pytest.mark.parametrize(
    "block",
    [b"", b"Exif\0\0", b"II*\0", exif_block(6)[:-8], exif_block(0), exif_block(9), b"XX*\0" + bytes(20)],
)
def test_a_block_that_says_nothing_of_use_means_upright(block: bytes):
    assert exif_orientation(block) == 1


def test_a_large_block_of_a_camera_is_read_to_the_orientation():
    exif = Image.Exif()
    exif[0x010F] = "A maker of cameras"
    exif[0x0112] = 8
    exif[0x0131] = "firmware 1.0"
    assert exif_orientation(exif.tobytes()) == 8


def test_a_directory_that_is_its_own_next_is_no_endless_loop():
    block = bytearray(exif_block(6))
    block[-4:] = struct.pack("<I", 8)
    assert exif_orientation(bytes(block)) == 1


def test_big_tiff_is_understood(tmp_path: Path):
    file = BytesIO()
    Image.fromarray(IDS).save(file, "TIFF", big_tiff=True, tiffinfo={0x0112: 3})
    if file.getvalue()[2:3] != b"+":
        pytest.skip("this Pillow writes no BigTIFF")
    (tmp_path / "a.tiff").write_bytes(file.getvalue())
    assert_array_equal(read_picture(tmp_path / "a.tiff", "labels"), IDS[::-1, ::-1])
