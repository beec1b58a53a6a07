from __future__ import annotations

import imageio_ffmpeg
import numpy as np
import pytest

from csk_ros.demo.video import write_video


def read(path):
    """What ffmpeg says of a video, and its pictures."""
    reader = imageio_ffmpeg.read_frames(str(path))
    facts = next(reader)
    width, height = facts["size"]
    return facts, [np.frombuffer(frame, np.uint8).reshape(height, width, 3) for frame in reader]


def test_a_video_has_the_pictures_in_order(tmp_path):
    path = tmp_path / "test.mp4"
    pictures = [np.full((64, 96, 3), 20 * number, np.uint8) for number in range(12)]
    assert write_video(path, iter(pictures), (96, 64), 8) == 12
    facts, back = read(path)
    assert facts["size"] == (96, 64)
    assert facts["fps"] == 8
    assert facts["codec"] == "h264"
    assert facts["pix_fmt"].startswith("yuv420p")
    assert facts["duration"] == pytest.approx(1.5)
    assert len(back) == 12
    for number, picture in enumerate(back):
        assert picture.mean() == pytest.approx(20 * number, abs=4)


def test_a_file_that_exists_is_written_over(tmp_path):
    path = tmp_path / "test.mp4"
    path.write_bytes(b"something else")
    write_video(path, [np.zeros((32, 32, 3), np.uint8)] * 3, (32, 32), 10)
    assert len(read(path)[1]) == 3


def test_an_error_of_the_painter_is_not_lost(tmp_path):
    def pictures():
        yield np.zeros((32, 32, 3), np.uint8)
        raise RuntimeError("the painter fell ill")

    with pytest.raises(RuntimeError, match="fell ill"):
        write_video(tmp_path / "test.mp4", pictures(), (32, 32), 10)


def test_a_place_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="FFMPEG"):
        write_video(
            tmp_path / "missing" / "test.mp4",
            [np.zeros((640, 640, 3), np.uint8)] * 50,
            (640, 640),
            10,
        )
