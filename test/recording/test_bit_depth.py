"""Folders of colour images whose few bits lie low in 16."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.recording.bit_depth import shallow_colours
from csk_ros.recording.pairs_recording import PairsRecording
from csk_ros.recording.picture_folder import read_picture

if TYPE_CHECKING:
    from pathlib import Path

RAMP = np.linspace(0, 1, 48).reshape(6, 8)


def write(file: Path, most: int, *, dtype=np.uint16, channels: int = 3) -> Path:
    """An image from 0 to `most`; a fourth channel is opaque."""
    values = (RAMP * most).round().astype(dtype)
    opaque = np.full_like(values, np.iinfo(dtype).max)
    file.parent.mkdir(exist_ok=True)
    assert cv2.imwrite(str(file), np.dstack([values] * min(channels, 3) + [opaque] * (channels == 4)))
    return file


@pytest.mark.parametrize(
    ("most", "bits", "factor"),
    [(255, 8, 256), (1023, 10, 64), (4095, 12, 16), (3000, 12, 16), (16383, 14, 4)],
)
def test_bits_that_were_not_shifted_up_are_told(tmp_path: Path, most: int, bits: int, factor: int):
    assert shallow_colours([write(tmp_path / f"{k}.png", most - k) for k in range(2)]) == (
        f"{tmp_path}: no value of the 2 colour pictures of 16 bits is above {most} of 65535, as if {bits} "
        "bits lay in 16: they read nearly black. If they are not dark, multiply their values by "
        f"{factor}, or save them as 8 bits"
    )


@pytest.mark.parametrize(("suffix", "channels"), [("png", 1), ("png", 4), ("tiff", 1), ("tif", 3)])
def test_grey_files_and_such_with_alpha_are_told_of_alike(tmp_path: Path, suffix: str, channels: int):
    text = shallow_colours([write(tmp_path / f"a.{suffix}", 4000, channels=channels)])
    assert text is not None
    assert "above 4000 of 65535, as if 12 bits lay in 16" in text


def test_one_bright_picture_shows_that_the_range_is_full(tmp_path: Path):
    dark = [write(tmp_path / f"{k}.png", 900) for k in range(3)]
    assert shallow_colours(dark) is not None
    assert shallow_colours([*dark, write(tmp_path / "noon.png", 60000)]) is None


def test_pictures_of_eight_bits_and_black_ones_say_nothing(tmp_path: Path):
    files = [write(tmp_path / "a.png", 9, dtype=np.uint8), write(tmp_path / "a.jpg", 9, dtype=np.uint8)]
    files += [write(tmp_path / "b.tif", 9, dtype=np.uint8), write(tmp_path / "black.png", 0)]
    assert shallow_colours(files) is None
    assert shallow_colours([]) is None


def test_files_that_cannot_be_read_are_passed_over(tmp_path: Path):
    for name in ("a.png", "b.tif", "c.png"):
        (tmp_path / name).write_bytes(b"" if name == "a.png" else b"\x89PNG\r\n\x1a\nII*\0")
    deep = write(tmp_path / "d.png", 4095)
    files = [*sorted(tmp_path.iterdir()), tmp_path / "gone.png"]
    text = shallow_colours(files)
    assert text is not None
    assert "the 1 colour pictures" in text
    (tmp_path / "half.png").write_bytes(deep.read_bytes()[:-20])
    assert shallow_colours([tmp_path / "half.png"]) is None


def test_a_recording_of_pairs_warns_once_and_reads_the_full_range(tmp_path: Path, caplog):
    for name in ("a", "b"):
        write(tmp_path / f"rgb/{name}.png", 4095)
        write(tmp_path / f"ir/{name}.png", 200, dtype=np.uint8, channels=1)
    # A third that has no partner is of no interest.
    write(tmp_path / "rgb/c.png", 65535)
    PairsRecording(tmp_path / "rgb", tmp_path / "ir", rate=1.0)
    (message,) = caplog.messages
    assert "the 2 colour pictures of 16 bits is above 4095" in message
    assert read_picture(tmp_path / "rgb/a.png", "rgb").max() == 16
