"""What images show otherwise than their messages say: found by several of them, and taken back."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.layout_check import AGREEING, FIRST, PERIOD, LayoutCheck
from support.packed_yuv import street, yuyv_of
from support.plain_image import compressed_image, compressed_message, plain_image

YUYV = yuyv_of(street().rgb)
COUNTS = street().thermal.astype(np.uint16) * 40 + 3000
COUNTS += np.random.default_rng(0).integers(0, 40, COUNTS.shape).astype(np.uint16)
BLACK = np.tile(np.array([16, 128], np.uint8), (480, 640, 1))


def check(stream="rgb"):
    told = []
    return LayoutCheck(stream, told.append), told


def look(layout, *images, encoding="uyvy"):
    for image in images:
        layout.see(image, encoding, False)


@pytest.mark.parametrize(
    ("packed", "said", "meant"),
    [
        (YUYV, "uyvy", "yuyv or yuv422_yuy2"),
        (YUYV, "yuv422", "yuyv or yuv422_yuy2"),
        (YUYV[..., ::-1], "yuyv", "uyvy or yuv422"),
        (YUYV[..., ::-1], "yuv422_yuy2", "uyvy or yuv422"),
    ],
)
def test_an_order_of_yuv_that_is_labelled_as_the_other_one_is_told_once(packed, said, meant):
    layout, told = check()
    message = plain_image(packed, said, padding=6)
    for _ in range(AGREEING - 1):
        decode_rgb(message, layout.see)
    assert (told, layout.contradictions) == ([], [])
    for _ in range(FIRST):
        decode_rgb(message, layout.see)
    text = f"rgb: luma and chroma look exchanged; have the driver say {meant} in place of {said}"
    assert told == layout.contradictions == [text]


@pytest.mark.parametrize("encoding", ["mono16", "16UC1"])
@pytest.mark.parametrize("compressed", [False, True])
def test_swapped_bytes_of_thermal_are_told(encoding, compressed):
    layout, told = check("thermal")
    message = plain_image(COUNTS, encoding, big_endian=True)
    message.is_bigendian = 0
    if compressed:
        encoding = "mono16"
        message = compressed_image(COUNTS.byteswap(), ".png", f"{encoding}; png compressed ")
    for _ in range(AGREEING):
        np.testing.assert_array_equal(decode_thermal(message, layout.see), COUNTS.byteswap())
    text = (
        f"thermal: the bytes of {encoding} look swapped; have the driver set is_bigendian as it writes them"
    )
    assert told == [text]


def test_swapped_bytes_of_32_bits_are_told():
    layout, told = check("thermal")
    message = plain_image(COUNTS.astype(np.float32) * np.float32(0.01), "32FC1", big_endian=True)
    message.is_bigendian = 0
    for _ in range(AGREEING):
        decode_thermal(message, layout.see)
    assert [text.partition(";")[0] for text in told] == ["thermal: the bytes of 32FC1 look swapped"]


@pytest.mark.parametrize("encoding", ["rgb16", "bgr16", "rgba16", "bayer_rggb16"])
def test_swapped_bytes_of_colour_are_told(encoding):
    deep = street().rgb.astype(np.uint16) * 256
    deep += np.random.default_rng(1).integers(0, 256, deep.shape).astype(np.uint16)
    image = {"rgba16": deep[..., [0, 1, 2, 0]], "bayer_rggb16": deep[..., 1]}.get(encoding, deep)
    for pixels, expected in ((image, []), (image.byteswap(), [f"rgb: the bytes of {encoding} look swapped"])):
        layout, told = check()
        for _ in range(AGREEING):
            decode_rgb(plain_image(pixels, encoding), layout.see)
        assert [text.partition(";")[0] for text in told] == expected


@pytest.mark.parametrize("top", [4095, 1023])
@pytest.mark.parametrize("encoding", ["rgb16", "bgr16", "bayer_grbg16"])
def test_twelve_bits_in_sixteen_of_colour_are_told(encoding, top):
    layout, told = check()
    deep = np.rint(street().rgb / 255 * top).astype(np.uint16)
    message = plain_image(deep[..., 1] if "bayer" in encoding else deep, encoding)
    for _ in range(AGREEING):
        assert decode_rgb(message, layout.see).max() <= 16
    (text,) = told
    assert text.startswith(
        f"rgb: no number of {encoding} reaches 4096 of 65535, as if 12 bits stood in 16: such"
    )


def test_full_sixteen_bits_and_black_of_colour_are_not_told_of():
    layout, told = check()
    for deep in (street().rgb.astype(np.uint16) * 257, street(daylight=0.0).rgb.astype(np.uint16) * 257):
        look(layout, *[deep] * AGREEING, encoding="rgb16")
    look(layout, *[np.full((48, 64, 3), 200, np.uint16)] * FIRST, encoding="bgr16")
    assert told == []


def test_zeros_in_place_of_numbers_that_compressed_depth_cuts_off_are_told():
    middle = np.quantile(COUNTS, 0.3)
    most = np.where(middle < COUNTS, 0, COUNTS).astype(np.uint16)
    few = np.where(COUNTS > 10_000, 0, COUNTS).astype(np.uint16)
    for pixels, expected in ((few, []), (most, ["thermal: most numbers are 0"])):
        layout, told = check("thermal")
        data = bytes(12) + compressed_image(pixels, ".png", "").data
        for _ in range(AGREEING):
            decode_thermal(compressed_message("16UC1; compressedDepth png", data), layout.see)
        assert [text.partition(",")[0] for text in told] == expected
    other, told = check("thermal")
    for _ in range(AGREEING):
        decode_thermal(plain_image(most, "16UC1"), other.see)
    assert told == []


def test_images_that_do_not_tell_are_passed_over():
    layout, told = check()
    look(layout, *[BLACK] * (FIRST - AGREEING), *[YUYV] * AGREEING)
    assert len(told) == 1


def test_one_image_that_tells_otherwise_begins_the_count_anew():
    layout, told = check()
    look(layout, *[*[YUYV] * (AGREEING - 1), YUYV[..., ::-1]] * 3)
    assert told == []


def test_later_images_are_looked_at_now_and_then():
    layout, told = check()
    look(layout, *[BLACK] * PERIOD)
    look(layout, *[YUYV] * (AGREEING - 1))
    assert told == []
    look(layout, YUYV)
    assert len(told) == 1


def test_most_images_are_not_looked_at_once_it_is_known(monkeypatch):
    looked = []
    monkeypatch.setattr(
        "csk_ros.messages.layout_check._look", lambda *_, **__: looked.append(1) or [("", False)]
    )
    layout, _ = check()
    look(layout, *[YUYV] * PERIOD)
    assert len(looked) == AGREEING
    look(layout, *[YUYV] * PERIOD)
    assert len(looked) == 2 * AGREEING


def test_what_is_right_again_is_taken_back():
    layout, told = check()
    look(layout, *[YUYV] * PERIOD)
    assert len(layout.contradictions) == 1
    look(layout, *[YUYV[..., ::-1]] * PERIOD)
    assert (layout.contradictions, len(told)) == ([], 1)
    look(layout, *[YUYV] * PERIOD)
    assert (len(layout.contradictions), len(told)) == (1, 2)


def test_another_encoding_begins_anew():
    layout, told = check()
    look(layout, *[YUYV] * AGREEING)
    look(layout, *[YUYV] * AGREEING, encoding="yuyv")
    assert (layout.contradictions, len(told)) == ([], 1)


@pytest.mark.parametrize("encoding", ["uyvy", "yuyv", "nv12"])
def test_right_images_are_not_told_of(encoding):
    layout, told = check()
    for daylight in (0.8, 0.0):
        packed = yuyv_of(street(daylight=daylight).rgb)
        images = {"uyvy": packed[..., ::-1], "yuyv": packed}
        message = (
            plain_image(images[encoding], encoding)
            if encoding in images
            else plain_image(np.zeros((720, 640), np.uint8), encoding, rows=1.5)
        )
        for _ in range(FIRST):
            decode_rgb(message, layout.see)
    assert told == []


@pytest.mark.parametrize("encoding", ["mono8", "rgb8", "bgr8", "bayer_rggb8"])
def test_images_of_8_bits_are_never_suspected(encoding):
    layout, told = check()
    image = street().rgb if encoding in {"rgb8", "bgr8"} else street().rgb[..., 0]
    look(layout, *[image] * FIRST, encoding=encoding)
    assert told == []


def test_a_message_that_is_refused_is_not_looked_at():
    layout, told = check("thermal")
    for _ in range(AGREEING):
        with pytest.raises(ImageError):
            decode_thermal(plain_image(np.zeros((4, 4, 4), np.uint8), "rgba8"), layout.see)
    assert told == layout.contradictions == []
