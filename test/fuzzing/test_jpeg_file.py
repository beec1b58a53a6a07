from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.fuzzing import jpeg_file
from csk_ros.fuzzing.picture_files import HEIGHT, WIDTH, picture_files

JPEG = picture_files()["jpeg"]
GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)


def size_in_opencv(data):
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if pixels is None else pixels.shape[1::-1]


def test_a_frame_header_is_found_with_its_size():
    begin, end = jpeg_file.frame_header(JPEG)
    assert JPEG[begin : begin + 2] == b"\xff\xc0"
    assert end - begin == 2 + 8 + 3 * 3
    with pytest.raises(ValueError, match="it has none"):
        jpeg_file.frame_header(b"\xff\xd8\xff\xd9")


def test_another_size_is_believed_by_opencv():
    assert size_in_opencv(JPEG) == (WIDTH, HEIGHT)
    assert size_in_opencv(jpeg_file.with_size(JPEG, 80, 70)) == (80, 70)


def test_a_hidden_size_is_the_one_that_opencv_sees():
    assert size_in_opencv(jpeg_file.with_hidden_size(JPEG, 80, 70)) == (80, 70)


def test_more_scans_leave_the_picture_as_it_is():
    progressive = cv2.imencode(".jpg", GREY, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    many = jpeg_file.with_scans(progressive, 5)
    assert many.count(b"\xff\xda") == progressive.count(b"\xff\xda") + 4
    assert size_in_opencv(many) == (WIDTH, HEIGHT)


def test_without_its_tables_a_file_is_decoded_by_the_usual_ones():
    bare = jpeg_file.without_tables(JPEG)
    assert len(bare) == len(JPEG) - 432
    assert size_in_opencv(bare) == (WIDTH, HEIGHT)
