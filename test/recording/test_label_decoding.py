"""Ground truth is read exactly, or refused with what came and what is expected."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from csk_ros.messages.image_error import ImageError
from csk_ros.recording.label_decoding import decode_labels
from csk_ros.recording.picture_decoding import decode_ids
from csk_ros.recording.recording import RecordingError
from support.bag_files import compressed_message, image_message

IDS = np.random.default_rng(1).integers(0, 4, (6, 10), np.uint8)
IDS[0] = 255
COLOURS = np.random.default_rng(1).integers(0, 256, (6, 10, 3), np.uint8)


def file_of(picture, suffix=".png"):
    return cv2.imencode(suffix, picture)[1].tobytes()


def with_palette(values):
    image = Image.frombytes("P", values.shape[::-1], values.tobytes())
    image.putpalette(np.random.default_rng(2).integers(0, 256, 768, np.uint8).tobytes())
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["mono8", "8UC1"])
@pytest.mark.parametrize("padding", [0, 5])
def test_raw_ids_are_taken_as_they_are(encoding, padding):
    assert_array_equal(decode_labels(image_message(IDS, encoding, padding=padding)), IDS)


@pytest.mark.parametrize(
    "file",
    [file_of(IDS), file_of(np.dstack([IDS] * 3)), with_palette(IDS)],
    ids=["grey", "equal", "palette"],
)
def test_ids_of_a_png_file_are_taken_as_they_are(file):
    assert_array_equal(decode_labels(compressed_message(file, "png")), IDS)
    assert_array_equal(decode_ids(np.frombuffer(file, np.uint8), "a.png"), IDS)


@pytest.mark.parametrize(
    ("encoding", "picture"),
    [
        ("rgb8", COLOURS),
        ("bgr8", np.dstack([IDS] * 3)),
        ("mono16", IDS.astype(np.uint16)),
        ("16UC1", IDS.astype(np.uint16)),
        ("32SC1", IDS.astype(np.int32)),
        ("32FC1", IDS.astype(np.float32)),
        ("bayer_rggb8", IDS),
    ],
)
def test_other_encodings_are_refused_as_ground_truth(encoding, picture):
    with pytest.raises(ImageError, match=f"expected class ids as mono8 or 8UC1, got '{encoding}'"):
        decode_labels(image_message(picture, encoding))


FILES = {
    "JPEG": (file_of(IDS, ".jpg"), "which changes ids"),
    "colours": (file_of(COLOURS), "expected class ids in one grey channel, got colours"),
    "16 bits": (file_of(IDS.astype(np.uint16)), "expected 8-bit class ids, got uint16"),
}


@pytest.mark.parametrize("kind", FILES)
def test_other_files_are_refused_as_ground_truth(kind):
    file, complaint = FILES[kind]
    with pytest.raises(ImageError, match=complaint):
        decode_labels(compressed_message(file, "png"))
    with pytest.raises(RecordingError, match=f"a.png: .*{complaint.split('.*')[-1]}"):
        decode_ids(np.frombuffer(file, np.uint8), "a.png")


def test_what_is_not_whole_is_refused():
    with pytest.raises(ImageError) as caught:
        decode_labels(compressed_message(file_of(IDS)[:-20], "png"))
    assert caught.value.reason == "truncated"
    message = image_message(IDS, "mono8")
    message.data = message.data[:-3]
    with pytest.raises(ImageError) as caught:
        decode_labels(message)
    assert caught.value.reason == "truncated"
    with pytest.raises(ImageError, match="expected class ids as raw mono8 or PNG, got 'tiff'"):
        decode_labels(compressed_message(b"II*", "tiff"))
