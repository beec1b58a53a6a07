"""What is written to a bag is read back the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from csk_ros.recording.bag import BagRecording
from csk_ros.recording.bag_writer import TOPICS, BagWriter
from csk_ros.recording.image import RecordedImage
from csk_ros.recording.recording import RecordingError

RNG = np.random.default_rng(2)
PICTURES = {
    "rgb8": RNG.integers(0, 256, (5, 7, 3), np.uint8),
    "mono8": RNG.integers(0, 256, (5, 7), np.uint8),
    "mono16": RNG.integers(0, 65536, (5, 7), np.uint16),
    "32FC1": RNG.normal(300, 10, (5, 7)).astype(np.float32),
}


def recorded(stream, encoding, stamp, time=None):
    image = PICTURES[encoding]
    return RecordedImage(stream, stamp if time is None else time, stamp, f"{stream}_frame", encoding, image)


@given(
    thermal=st.sampled_from(["mono8", "mono16", "32FC1"]),
    stamps=st.lists(st.integers(1, 2**31 * 1_000_000_000 - 1), min_size=1, max_size=4, unique=True),
)
def test_every_kind_of_picture_survives(tmp_path_factory, thermal, stamps):
    path = tmp_path_factory.mktemp("bags") / "bag"
    written = [
        picture
        for stamp in sorted(stamps)
        for picture in (
            recorded("rgb", "rgb8", stamp),
            recorded("thermal", thermal, stamp),
            recorded("labels", "mono8", stamp),
        )
    ]
    with BagWriter(path) as writer:
        for picture in written:
            writer.write(picture)
    recording = BagRecording(path)
    assert recording.topics == TOPICS
    read = sorted(recording, key=lambda p: p.time)
    assert len(read) == len(written)
    for before in written:
        (after,) = [p for p in read if (p.stream, p.stamp) == (before.stream, before.stamp)]
        assert (after.time, after.frame_id, after.encoding) == (
            before.time,
            before.frame_id,
            before.encoding,
        )
        assert after.image.dtype == before.image.dtype
        assert_array_equal(after.image, before.image)


def test_views_and_foreign_byte_order_are_written_as_they_look(tmp_path):
    mirrored = PICTURES["rgb8"][:, ::-1]
    foreign = PICTURES["mono16"].astype(">u2")
    with BagWriter(tmp_path / "bag") as writer:
        writer.write(RecordedImage("rgb", 1, 1, "a", "rgb8", mirrored))
        writer.write(RecordedImage("thermal", 2, 2, "b", "mono16", foreign))
    rgb, thermal = BagRecording(tmp_path / "bag")
    assert_array_equal(rgb.image, mirrored)
    assert_array_equal(thermal.image, PICTURES["mono16"])


def test_an_existing_path_is_not_overwritten(tmp_path):
    with pytest.raises(RecordingError, match="exists already"):
        BagWriter(tmp_path)


def test_a_path_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordingError, match="cannot be written"), BagWriter(tmp_path / "file" / "bag"):
        pass


def write_one_and_stop(path):
    with BagWriter(path) as writer:
        writer.write(recorded("rgb", "rgb8", 1))
        raise KeyboardInterrupt


def test_an_interrupted_bag_does_not_pass_for_a_complete_one(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_one_and_stop(tmp_path / "bag")
    with pytest.raises(RecordingError):
        BagRecording(tmp_path / "bag")
