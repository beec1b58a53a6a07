"""Kinds of image files that would be read as something else are refused."""

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
from support.image_files import grey_tiff

if TYPE_CHECKING:
    from pathlib import Path

COLOUR = np.full((16, 24, 3), (200, 100, 50), np.uint8)
GREY = np.arange(384, dtype=np.uint8).reshape(16, 24)
SERIES = [Image.fromarray(np.full((8, 8), level, np.uint8)) for level in (10, 20, 30)]


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def encoded(suffix: str, picture: np.ndarray) -> bytes:
    return cv2.imencode(suffix, picture)[1].tobytes()


REFUSED = {
    "a JPEG file in CMYK": (saved(Image.fromarray(COLOUR).convert("CMYK"), "JPEG"), "got one in CMYK"),
    "a TIFF file in CMYK": (saved(Image.fromarray(COLOUR).convert("CMYK"), "TIFF"), "interpretation 5"),
    "an animation": (saved(SERIES[0], "PNG", save_all=True, append_images=SERIES[1:]), "got an animation"),
    "several pages": (
        saved(SERIES[0], "TIFF", save_all=True, append_images=SERIES[1:]),
        "a TIFF file of one page, got 3",
    ),
    "8 bits with white as 0": (grey_tiff(GREY, photometric=0), "got one in which it is white"),
    "16 bits with white as 0": (grey_tiff(GREY.astype(np.uint16), photometric=0), "in which it is white"),
    "grey and alpha": (saved(Image.fromarray(GREY).convert("LA"), "TIFF"), "in a TIFF file, got 2"),
    "half a JPEG file": (encoded(".jpg", COLOUR)[:400], "stops before its end mark"),
    "half a PNG file": (encoded(".png", COLOUR)[:70], "stops before its IEND chunk"),
    "half a TIFF file": (encoded(".tiff", COLOUR)[:100], "cut off"),
    "half a BMP file": (encoded(".bmp", COLOUR)[:600], "expected a jpg, png, bmp or tiff"),
    "the start of a BMP file": (b"BM", "unpack_from requires"),
    "WebP": (saved(Image.fromarray(COLOUR), "WEBP"), "expected a jpg, png, bmp or tiff"),
    "GIF": (saved(Image.fromarray(GREY), "GIF"), "expected a jpg, png, bmp or tiff"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("stream", ["rgb", "thermal", "labels"])
def test_what_would_be_misread_is_refused(tmp_path: Path, kind: str, stream):
    data, message = REFUSED[kind]
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(RecordingError, match=rf"a\.png: .*{message}"):
        read_picture(tmp_path / "a.png", stream)


def test_a_picture_of_more_pixels_than_a_decoder_takes_is_refused(tmp_path: Path):
    data = bytearray(encoded(".bmp", COLOUR))
    data[18:26] = np.array([1 << 16, 1 << 16], "<i4").tobytes()
    (tmp_path / "a.bmp").write_bytes(data)
    with pytest.raises(RecordingError, match=r"a\.bmp: OpenCV cannot decode the picture"):
        read_picture(tmp_path / "a.bmp", "rgb")


@pytest.mark.parametrize("compression", ["jpeg", "tiff_lzw"])
def test_a_thumbnail_behind_the_page_is_no_page(tmp_path: Path, compression: str):
    small = Image.fromarray(COLOUR[::4, ::4])
    small.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(Image.fromarray(COLOUR), "TIFF", save_all=True, append_images=[small])
    (tmp_path / "a.tiff").write_bytes(data)
    assert_array_equal(read_picture(tmp_path / "a.tiff", "rgb"), COLOUR)
    # Lossy compression is for cameras, not for labels.
    whole = saved(Image.fromarray(GREY), "TIFF", compression=compression)
    (tmp_path / "b.tiff").write_bytes(whole)
    if compression == "jpeg":
        with pytest.raises(RecordingError, match="changes ids"):
            read_picture(tmp_path / "b.tiff", "labels")
    else:
        assert_array_equal(read_picture(tmp_path / "b.tiff", "labels"), GREY)


def test_labels_in_a_jpeg_file_are_refused_whatever_its_name_ends_in(tmp_path: Path):
    (tmp_path / "a.png").write_bytes(encoded(".jpg", GREY))
    assert read_picture(tmp_path / "a.png", "thermal").shape == GREY.shape
    with pytest.raises(RecordingError, match=r"a\.png: labels are compressed as by JPEG, which changes ids"):
        read_picture(tmp_path / "a.png", "labels")


def test_a_twelve_bit_tiff_is_read_over_its_full_range(tmp_path: Path):
    values = (np.arange(64 * 64) % 4096).reshape(-1, 2)
    packed = np.stack(
        [values[:, 0] >> 4, (values[:, 0] & 15) << 4 | values[:, 1] >> 8, values[:, 1] & 255], 1
    )
    rows = packed.astype(np.uint8).reshape(64, 96)
    data = bytearray(grey_tiff(rows))
    for tag, value in ((256, 64), (258, 12)):
        entry = data.index(np.array([tag, 3], "<u2").tobytes() + np.array([1], "<u4").tobytes())
        data[entry + 8 : entry + 10] = np.array([value], "<u2").tobytes()
    (tmp_path / "a.tif").write_bytes(data)
    assert_array_equal(read_picture(tmp_path / "a.tif", "thermal"), values.reshape(64, 64) * 16)
