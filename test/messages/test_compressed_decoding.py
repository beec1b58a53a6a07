from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.fuzzing import png_file
from csk_ros.fuzzing.jpeg_file import with_hidden_size
from csk_ros.fuzzing.picture_files import picture_files
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from support.decoding_attempt import attempt
from support.plain_image import compressed_image, compressed_message


def rgb_pixels(message):
    decoded = decode_rgb(message)
    assert decoded.dtype == np.dtype(np.uint8)
    assert decoded.flags.c_contiguous
    assert decoded.flags.writeable
    return decoded.tolist()


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("png", [30, 20, 10]),
        ("bgr8; png compressed bgr8", [30, 20, 10]),
        ("rgb8; png compressed bgr8", [30, 20, 10]),
        ("rgb8; png compressed rgb8", [10, 20, 30]),
    ],
)
def test_a_compressed_colour_picture_honours_the_order_in_its_format(declared, expected):
    blue_green_red = np.full((4, 6, 3), (10, 20, 30), np.uint8)
    assert rgb_pixels(compressed_image(blue_green_red, ".png", declared)) == [[expected] * 6] * 4


def test_a_jpeg_is_decoded():
    decoded = decode_rgb(compressed_image(np.full((16, 24, 3), (10, 100, 200), np.uint8), ".jpg", "jpeg"))
    np.testing.assert_allclose(decoded, np.full((16, 24, 3), (200, 100, 10)), atol=2)


def test_a_compressed_mosaic_is_a_mosaic():
    picture = np.tile(np.array([[200, 100], [100, 50]], np.uint8), (3, 4))
    message = compressed_image(picture, ".png", "bayer_rggb8; png compressed ")
    assert rgb_pixels(message) == [[[200, 100, 50]] * 8] * 6


def test_a_compressed_thermal_picture_keeps_its_16_bits():
    picture = np.array([[1, 258], [29_515, 65_535]], np.uint16)
    decoded = decode_thermal(compressed_image(picture, ".png", "mono16; png compressed "))
    assert decoded.dtype == np.dtype(np.uint16)
    assert decoded.tolist() == picture.tolist()


def test_a_compressed_false_grey_becomes_one_channel():
    message = compressed_image(np.full((4, 6, 3), 77, np.uint8), ".png", "png")
    assert decode_thermal(message).tolist() == [[77] * 6] * 4


def test_grey_files_of_16_bits_are_no_colour_picture():
    with pytest.raises(ImageError, match="it sent 'mono16'") as caught:
        decode_rgb(compressed_image(np.zeros((4, 6), np.uint16), ".png", "png"))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("png", [3, 2, 1]),
        ("bgr16; png compressed bgr16", [3, 2, 1]),
        ("rgb16; png compressed rgb16", [1, 2, 3]),
    ],
)
def test_colour_files_of_16_bits_become_8_by_their_full_range(declared, expected):
    blue_green_red = np.full((4, 6, 3), (257 - 100, 2 * 257 + 100, 3 * 257), np.uint16)
    message = compressed_image(blue_green_red, ".png", declared)
    assert rgb_pixels(message) == [[expected] * 6] * 4
    with pytest.raises(ImageError, match="of the thermal camera one of"):
        decode_thermal(message)


def test_a_compressed_mosaic_of_16_bits_is_a_mosaic():
    picture = np.tile(np.array([[200, 100], [100, 50]], np.uint16) * 257, (3, 4))
    message = compressed_image(picture, ".png", "bayer_rggb16; png compressed ")
    assert rgb_pixels(message) == [[[200, 100, 50]] * 8] * 6


@pytest.mark.parametrize(("declared", "dtype"), [("bayer_rggb16", np.uint8), ("bayer_rggb8", np.uint16)])
def test_a_mosaic_of_another_depth_than_its_file_is_refused(declared, dtype):
    message = compressed_image(np.zeros((4, 6), dtype), ".png", f"{declared}; png compressed ")
    assert attempt(decode_rgb, message) == attempt(decode_thermal, message) == "encoding"


def test_a_file_with_a_broken_middle_is_corrupt():
    noise = np.random.default_rng(0).integers(0, 256, (60, 80), np.uint8)
    message = compressed_image(noise, ".png", "mono8; png compressed ")
    broken = bytearray(message.data)
    broken[len(broken) // 2] ^= 0x55
    with pytest.raises(ImageError) as caught:
        decode_thermal(compressed_message("png", bytes(broken)))
    assert caught.value.reason == "corrupt"


def test_a_jpeg_that_hides_another_size_is_not_decoded():
    picture = np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8)
    hidden = with_hidden_size(compressed_image(picture, ".jpg", "").data, 100, 100)
    assert cv2.imdecode(np.frombuffer(hidden, np.uint8), cv2.IMREAD_COLOR).shape == (100, 100, 3)
    for decode in (decode_rgb, decode_thermal):
        assert attempt(decode, compressed_message("jpeg", hidden)) == "corrupt"


@pytest.mark.parametrize("size", [(30, 51), (31, 50), (15, 25)])
def test_a_file_that_is_decoded_to_another_size_is_corrupt(monkeypatch, size):
    message = compressed_image(np.zeros((30, 50), np.uint8), ".png", "png")
    monkeypatch.setattr(cv2, "imdecode", lambda *_: np.zeros(size, np.uint8))
    with pytest.raises(ImageError, match="expected the 50x30 pixels") as caught:
        decode_thermal(message)
    assert caught.value.reason == "corrupt"


@pytest.mark.parametrize("amount", [0.3, 1.0])
def test_an_animated_png_is_its_first_picture_or_corrupt(amount):
    # OpenCV passes over the checksums of an animation and takes memory as it is for rows that do not come.
    rows = np.random.default_rng(0).integers(0, 256, (30, 51), np.uint8)
    rows[:, 0] = 0
    packed = png_file.pixels(rows.tobytes()[: int(amount * rows.size)])
    chunks = [png_file.header(50, 30, 8, 0), *png_file.animation(50, 30), packed, png_file.END]
    answer = attempt(decode_thermal, compressed_message("png", png_file.png_file(chunks)))
    if amount < 1:
        assert answer == "corrupt"
    else:
        assert answer.tolist() == rows[:, 1:].tolist()


def test_texts_that_unpack_to_gigabytes_are_left_packed():
    first, last = png_file.header(2, 1, 8, 0), [png_file.pixels(b"\0\x07\x09"), png_file.END]
    data = png_file.png_file([first, *[png_file.bomb(b"zTXt", 7)] * 500, *last])
    # 500 times 7 MB: OpenCV unpacks every one and drops it, over ten seconds long.
    assert decode_thermal(compressed_message("png", data)).tolist() == [[7, 9]]


@pytest.mark.parametrize("name", ["palette png", "grey alpha png", "alpha png", "turned jpeg", "cmyk jpeg"])
def test_a_file_with_extras_is_the_picture_that_opencv_sees(name):
    data = picture_files()[name]
    flags = cv2.IMREAD_IGNORE_ORIENTATION | (cv2.IMREAD_GRAYSCALE if "grey" in name else cv2.IMREAD_COLOR)
    expected = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    colour = expected[..., ::-1] if expected.ndim == 3 else np.repeat(expected[..., None], 3, axis=2)
    assert rgb_pixels(compressed_message("", data)) == colour.tolist()
