from __future__ import annotations

import array
import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages import colour_converter as converters
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.pixel_format import ENCODINGS, FORMATS
from support.decoding_attempt import attempt
from support.mosaics import MOSAICS
from support.packed_yuv import street, yuyv_of
from support.plain_image import compressed_image, compressed_message, plain_image, raw_message


@pytest.fixture(scope="module", params=["rosbags-image", "cv_bridge"])
def library(request):
    if request.param == "rosbags-image":
        return converters._rosbags_image()
    if importlib.util.find_spec("cv_bridge") is None:
        pytest.skip("cv_bridge is not installed")
    return converters._cv_bridge() or pytest.skip("cv_bridge is installed but does not work")


@pytest.fixture
def each_library(library, monkeypatch):
    """Decode with one library, then with the other."""
    monkeypatch.setattr("csk_ros.messages.image_decoding.colour_converter", lambda: library)


def rgb_pixels(message):
    decoded = decode_rgb(message)
    assert decoded.dtype == np.dtype(np.uint8)
    assert decoded.flags.c_contiguous
    assert decoded.flags.writeable
    return decoded.tolist()


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize("padding", [0, 5])
@pytest.mark.parametrize(
    ("encoding", "first", "second"),
    [
        ("rgb8", (1, 2, 3), (250, 251, 252)),
        ("bgr8", (3, 2, 1), (252, 251, 250)),
        ("rgba8", (1, 2, 3, 9), (250, 251, 252, 0)),
        ("bgra8", (3, 2, 1, 9), (252, 251, 250, 0)),
    ],
)
def test_channels_are_put_in_order(encoding, first, second, padding):
    picture = np.array([[first, second], [second, first], [first, first]], np.uint8)
    a, b = [1, 2, 3], [250, 251, 252]
    assert rgb_pixels(plain_image(picture, encoding, padding=padding)) == [[a, b], [b, a], [a, a]]


@pytest.mark.usefixtures("each_library")
def test_grey_becomes_three_equal_channels():
    picture = np.array([[0, 128, 255]], np.uint8)
    assert rgb_pixels(plain_image(picture, "mono8", padding=1)) == [[[0] * 3, [128] * 3, [255] * 3]]


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize(("encoding", "mosaic"), MOSAICS)
def test_a_mosaic_of_one_colour_is_that_colour_everywhere(encoding, mosaic):
    picture = np.tile(np.array(mosaic, np.uint8), (3, 4))
    assert rgb_pixels(plain_image(picture, encoding, padding=3)) == [[[200, 100, 50]] * 8] * 6


# ITU-R BT.601, video range: white, black, and red as (81, 90, 240): 1.164 * 65 + 1.596 * 112 = 254.4.
WHITE, RED = (235, 128, 128), (81, 90, 240)


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize("encoding", ["uyvy", "yuv422", "yuyv", "yuv422_yuy2"])
def test_packed_yuv_is_converted_by_video_range_bt601(encoding):
    rows = []
    for y, u, v in (WHITE, RED):
        rows.append([(u, y), (v, y)] if encoding in {"uyvy", "yuv422"} else [(y, u), (y, v)])
    picture = np.array(rows, np.uint8)
    message = plain_image(picture, encoding, padding=4)
    assert rgb_pixels(message) == [[[255, 255, 255]] * 2, [[254, 0, 0]] * 2]


@pytest.mark.parametrize("encoding", ["nv12", "nv21"])
def test_planar_yuv_is_converted_by_video_range_bt601(encoding):
    y, u, v = RED
    chroma = [u, v] if encoding == "nv12" else [v, u]
    planes = np.array([[y] * 4, [y] * 4, chroma * 2], np.uint8)
    message = plain_image(planes, encoding, padding=2, rows=1.5)
    assert (message.width, message.height) == (4, 2)
    assert rgb_pixels(message) == [[[254, 0, 0]] * 4] * 2


@pytest.mark.parametrize("padding", [0, 3])
@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize(
    ("encoding", "dtype", "values"),
    [
        ("mono8", np.uint8, [[0, 7], [130, 255]]),
        ("8UC1", np.uint8, [[0, 7], [130, 255]]),
        ("mono16", np.uint16, [[0, 258], [29_515, 65_535]]),
        ("16UC1", np.uint16, [[0, 258], [29_515, 65_535]]),
        ("32FC1", np.float32, [[-40.5, 0.0], [21.25, 550.0]]),
    ],
)
def test_thermal_keeps_depth_and_values(encoding, dtype, values, padding, big_endian):
    message = plain_image(np.array(values, dtype), encoding, padding=padding, big_endian=big_endian)
    decoded = decode_thermal(message)
    assert decoded.dtype == np.dtype(dtype)
    assert decoded.dtype.isnative
    assert decoded.flags.writeable
    assert decoded.tolist() == values


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize("encoding", ["rgb8", "bgr8", "8UC3"])
def test_a_false_grey_of_three_channels_becomes_one(encoding):
    picture = np.repeat(np.array([[0, 7], [130, 255]], np.uint8)[..., None], 3, axis=2)
    assert decode_thermal(plain_image(picture, encoding, padding=2)).tolist() == [[0, 7], [130, 255]]


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("padding", [0, 6])
@pytest.mark.parametrize(
    ("encoding", "order"),
    [("rgb16", [0, 1, 2]), ("bgr16", [2, 1, 0]), ("rgba16", [0, 1, 2, 0]), ("bgra16", [2, 1, 0, 0])],
)
def test_sixteen_bits_a_channel_become_eight_by_their_full_range(encoding, order, padding, big_endian):
    rgb = np.array([[[0, 128, 129], [385, 386, 29_515], [65_406, 65_407, 65_535]]], np.uint16)
    expected = [[[0, 0, 1], [1, 2, 115], [254, 255, 255]]]
    assert (
        rgb_pixels(plain_image(rgb[..., order], encoding, padding=padding, big_endian=big_endian)) == expected
    )


def test_every_number_of_sixteen_bits_is_rounded():
    numbers = np.arange(2**16, dtype=np.uint16).reshape(256, 256)
    decoded = decode_rgb(plain_image(np.repeat(numbers[..., None], 3, axis=2), "bgr16"))
    np.testing.assert_array_equal(decoded[..., 1], (numbers.astype(np.uint32) + 128) // 257)


@pytest.mark.usefixtures("each_library")
@pytest.mark.parametrize(("encoding", "mosaic"), MOSAICS)
def test_a_mosaic_of_16_bits_is_that_of_8(encoding, mosaic):
    picture = np.tile(np.array(mosaic, np.uint16) * 257, (3, 4))
    sixteen = plain_image(picture, encoding.replace("8", "16"), padding=6, big_endian=True)
    assert rgb_pixels(sixteen) == [[[200, 100, 50]] * 8] * 6


@pytest.mark.parametrize(
    "encoding", ["mono16", "16UC1", "32FC1", "8UC3", "8UC1", "16UC3", "bayer_rggb12", "nv24", "no"]
)
def test_the_colour_camera_sends_no_thermal_picture(encoding):
    with pytest.raises(ImageError, match=f"rgb camera one of rgb8|it sent '{encoding}'") as caught:
        decode_rgb(raw_message(2, 2, encoding, 24, bytes(48)))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize("encoding", ["bayer_rggb8", "rgba8", "rgb16", "bayer_rggb16", "64FC1", "no"])
def test_the_thermal_camera_sends_no_colour_picture(encoding):
    with pytest.raises(ImageError, match=f"it sent '{encoding}'") as caught:
        decode_thermal(raw_message(2, 2, encoding, 24, bytes(72)))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize("encoding", ["rgb8", "bgr8", "8UC3"])
def test_a_thermal_picture_in_colours_is_refused(encoding):
    picture = np.full((64, 64, 3), (90, 120, 200), np.uint8)
    with pytest.raises(ImageError, match=f"a grey thermal picture, got {encoding} in colours") as caught:
        decode_thermal(plain_image(picture, encoding))
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize("chroma", [(60, 128), (128, 190)])
@pytest.mark.parametrize("encoding", ["uyvy", "yuyv", "nv12", "nv24"])
def test_a_thermal_picture_in_the_colours_of_yuv_is_refused(encoding, chroma):
    luma, plane = np.full((64, 64), 90, np.uint8), np.tile(np.array(chroma, np.uint8), (64, 32))
    planes = {"nv12": (plane[:32], 1.5), "nv24": (np.repeat(plane, 2, axis=0), 3.0)}
    if encoding in planes:
        plane, rows = planes[encoding]
        message = plain_image(np.concatenate([luma, plane]), encoding, rows=rows)
    else:
        message = plain_image(np.dstack([luma, plane] if encoding == "yuyv" else [plane, luma]), encoding)
    with pytest.raises(ImageError, match=f"a grey thermal picture, got {encoding} in colours") as caught:
        decode_thermal(message)
    assert caught.value.reason == "encoding"


def test_thermal_luma_where_chroma_is_expected_is_refused_for_what_it_is():
    packed = yuyv_of(np.repeat(street().thermal[..., None], 3, axis=2))
    np.testing.assert_array_equal(decode_thermal(plain_image(packed, "yuyv")), packed[..., 0])
    with pytest.raises(ImageError, match="expected uyvy, but its luma and chroma look exchanged") as caught:
        decode_thermal(plain_image(packed, "uyvy"))
    assert caught.value.reason == "encoding"


def test_a_coloured_scale_at_the_edge_and_the_noise_of_jpeg_leave_a_thermal_picture_grey():
    picture = np.full((64, 128, 3), (120, 124, 116), np.uint8)
    picture[:, :6] = (255, 0, 0)
    grey = decode_thermal(plain_image(picture, "rgb8"))
    assert (grey.shape, int(grey[0, 127])) == ((64, 128), 122)


@pytest.mark.parametrize("padding", [0, 4])
@pytest.mark.parametrize("encoding", ["uyvy", "yuv422", "yuyv", "yuv422_yuy2", "nv12", "nv21", "nv24"])
def test_thermal_of_a_uvc_camera_is_its_luma_as_it_was_sent(encoding, padding):
    luma = np.array([[0, 16, 128, 255], [235, 7, 99, 1]], np.uint8)
    # Chroma of grey, with the noise of a codec.
    chroma = np.array([[128, 130, 127, 124], [128, 128, 136, 120]], np.uint8)
    image, rows = {
        "uyvy": (np.dstack([chroma, luma]), 1.0),
        "yuyv": (np.dstack([luma, chroma]), 1.0),
        "nv24": (np.concatenate([luma, chroma, chroma]), 3.0),
        "nv12": (np.concatenate([luma, chroma[:1]]), 1.5),
    }[{"yuv422": "uyvy", "yuv422_yuy2": "yuyv", "nv21": "nv12"}.get(encoding, encoding)]
    decoded = decode_thermal(plain_image(image, encoding, padding=padding, rows=rows))
    assert decoded.dtype == np.dtype(np.uint8)
    assert decoded.flags.c_contiguous
    assert decoded.flags.writeable
    assert decoded.tolist() == luma.tolist()


def test_the_decoded_picture_outlives_the_message():
    message = plain_image(np.full((2, 2, 3), 5, np.uint8), "rgb8")
    message.data = array.array("B", message.data)
    decoded = decode_rgb(message)
    message.data[:] = array.array("B", bytes(12))
    assert decoded.tolist() == [[[5, 5, 5]] * 2] * 2


def test_odd_text_of_a_message_cannot_flood_or_forge_the_log():
    for encoding in ("heat9\n[ERROR] forged", "x" * 1_000_000):
        with pytest.raises(ImageError) as caught:
            decode_thermal(raw_message(2, 2, encoding, 2, bytes(4)))
        assert len(str(caught.value)) < 300
        assert str(caught.value).isprintable()


@st.composite
def messages(draw):
    encoding = draw(st.sampled_from([*FORMATS, "rgb16", "", "png"]))
    known = FORMATS.get(encoding, FORMATS["mono8"])
    width, height = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    exact = draw(st.booleans())
    step = max(0, width * known.pixel_bytes + (0 if exact else draw(st.integers(-3, 9))))
    size = max(0, int(step * height * known.rows) + (0 if exact else draw(st.integers(-4, 4))))
    data = draw(st.binary(min_size=size, max_size=size))
    return raw_message(width, height, encoding, step, data, is_bigendian=draw(st.integers(0, 1)))


@given(messages())
@settings(max_examples=400)
def test_any_message_gives_a_picture_of_its_size_or_a_reason(message):
    size = (message.height, message.width)
    reasons = {"zero_size", "encoding", "step", "truncated"}
    colour = attempt(decode_rgb, message)
    if isinstance(colour, str):
        assert colour in reasons
    else:
        assert message.encoding in ENCODINGS["rgb"]
        assert colour.shape == (*size, 3)
        assert colour.dtype == np.dtype(np.uint8)
    thermal = attempt(decode_thermal, message)
    if isinstance(thermal, str):
        assert thermal in reasons
    else:
        assert message.encoding in ENCODINGS["thermal"]
        assert thermal.shape == size
        assert thermal.dtype in (np.uint8, np.uint16, np.float32)


@given(
    st.sampled_from([".png", ".jpg"]),
    st.booleans(),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
    st.floats(0, 1),
)
@settings(max_examples=200)
def test_any_damaged_file_gives_a_picture_or_a_reason(extension, colour, damage, kept):
    picture = np.random.default_rng(0).integers(0, 256, (8, 9, 3) if colour else (8, 9), np.uint8)
    data = bytearray(compressed_image(picture, extension, "").data)
    for position, value in damage:
        data[int(position * (len(data) - 1))] = value
    message = compressed_message("", bytes(data if kept > 0.5 else data[: int(kept * 2 * len(data))]))
    for decode, dimensions in ((decode_rgb, 3), (decode_thermal, 2)):
        answer = attempt(decode, message)
        assert isinstance(answer, str) or answer.ndim == dimensions
