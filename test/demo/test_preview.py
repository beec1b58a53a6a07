from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageSequence

from csk_ros.demo.preview import WIDTH, Preview


def pictures(count):
    return [np.full((64, 160, 3), 20 * number, np.uint8) for number in range(count)]


def test_the_video_gets_every_picture_as_it_is():
    given = pictures(7)
    handed_on = list(Preview(10).watch(given))
    assert len(handed_on) == 7
    assert all(one is other for one, other in zip(given, handed_on, strict=True))


def test_every_other_picture_of_ten_a_second_is_kept_smaller_and_in_order(tmp_path):
    preview = Preview(10)
    for _ in preview.watch(pictures(7)):
        pass
    preview.write(tmp_path / "preview.webp")
    with Image.open(tmp_path / "preview.webp") as written:
        frames = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(written)]
        assert (written.format, written.info["loop"], written.info["duration"]) == ("WEBP", 0, 200)
    assert [frame.shape for frame in frames] == [(WIDTH * 64 // 160, WIDTH, 3)] * 4
    assert [frame.mean() for frame in frames] == pytest.approx([0, 40, 80, 120], abs=3)


def test_a_slow_video_loses_nothing(tmp_path):
    preview = Preview(2)
    for _ in preview.watch(pictures(3)):
        pass
    preview.write(tmp_path / "preview.webp")
    with Image.open(tmp_path / "preview.webp") as written:
        assert written.n_frames == 3
        written.load()
        assert written.info["duration"] == 500
