"""What is written to a bag is read back the same."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from rosbags.rosbag2.storage_mcap import McapReader

from csk_ros.messages.stamp import SECOND
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.bag_writer import QOS, BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.recorder_clock import SET
from csk_ros.recording.recording import RecordingError

TOPICS = ["/rgb/image_raw", "/thermal/image_raw", "/ground_truth"]
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


def test_a_truncated_message_is_written_with_the_half_that_came(tmp_path):
    with BagWriter(tmp_path / "bag") as writer:
        writer.write(replace(recorded("thermal", "mono16", 5), truncated=True))
    complaint = "/thermal/image_raw at 5 ns: expected 70 bytes"
    with pytest.raises(RecordingError, match=complaint):
        list(BagRecording(tmp_path / "bag"))


@given(
    thermal=st.sampled_from(["mono8", "mono16", "32FC1"]),
    stamps=st.lists(st.integers(1, SET[0] - 1), min_size=1, max_size=4, unique=True)
    | st.lists(st.integers(SET[0], 2**31 * SECOND - 1), min_size=1, max_size=4, unique=True),
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
    assert recording.topics == dict(zip(("rgb", "thermal", "labels"), TOPICS, strict=True))
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


def test_an_interrupted_bag_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_one_and_stop(tmp_path / "bag")
    assert list(tmp_path.iterdir()) == []


def test_a_bag_has_its_name_only_when_it_is_complete(tmp_path):
    path = tmp_path / "new" / "bag"
    with BagWriter(path) as writer:
        writer.write(recorded("rgb", "rgb8", 1))
        (unfinished,) = path.parent.iterdir()
        assert unfinished.name.startswith("bag.")
        assert unfinished.name.endswith(".unfinished")
    assert list(path.parent.iterdir()) == [path]
    assert {file.name for file in path.iterdir()} == {"bag.mcap", "metadata.yaml"}


def write_one_where_another_comes(path):
    with BagWriter(path) as writer:
        writer.write(recorded("rgb", "rgb8", 1))
        path.mkdir()
        (path / "other").touch()


def test_what_came_under_the_name_meanwhile_is_kept(tmp_path):
    with pytest.raises(RecordingError, match=r"bag cannot be written: .*not empty"):
        write_one_where_another_comes(tmp_path / "bag")
    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*")] == ["bag", "bag/other"]


@contextmanager
def files_end_at(size):
    """Let the system refuse to make a file longer than `size` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def write_noise(path, height):
    noise = RNG.integers(0, 256, (height, 1000, 3), np.uint8)
    with BagWriter(path) as writer:
        for stamp in (1, 2, 3):
            writer.write(RecordedImage("rgb", stamp, stamp, "rgb", "rgb8", noise))


@pytest.mark.parametrize("height", [1000, 10], ids=["while it is written", "when it is closed"])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, height):
    with (
        files_end_at(20_000),
        pytest.raises(RecordingError, match=r"bag cannot be written: .*File too large"),
    ):
        write_noise(tmp_path / "bag", height)
    assert list(tmp_path.iterdir()) == []


FOREVER = {"sec": 9223372036, "nsec": 854775807}
PROFILE = {
    "history": 1,
    "depth": 10,
    "reliability": 1,
    "durability": 2,
    "deadline": FOREVER,
    "lifespan": FOREVER,
    "liveliness": 1,
    "liveliness_lease_duration": FOREVER,
    "avoid_ros_namespace_conventions": False,
}
"""In the numbers of rmw/types.h: keep the last ten, reliable, volatile, automatic liveliness."""

IMAGE_HASH = "RIHS01_d31d41a9a4c4bc8eae9be757b0beed306564f7526c88ea6a4588fb9582527d47"
"""Of sensor_msgs/msg/Image, from the package's Image.json."""

IMAGE_DEFINITION = """\
std_msgs/Header header
uint32 height
uint32 width
string encoding
uint8 is_bigendian
uint32 step
uint8[] data
"""
HEADER_DEFINITION = "MSG: std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n"
TIME_DEFINITION = "MSG: builtin_interfaces/Time\nint32 sec\nuint32 nanosec\n"


@pytest.fixture
def street(tmp_path):
    """A bag with two moments of three streams."""
    with BagWriter(tmp_path / "street") as writer:
        for stamp in (1_000_000_000, 1_100_000_000):
            for stream, encoding in (("rgb", "rgb8"), ("thermal", "mono16"), ("labels", "mono8")):
                writer.write(recorded(stream, encoding, stamp))
    return tmp_path / "street"


def test_the_metadata_are_those_that_rosbag2_reads(street):
    """The keys and types that `convert<BagMetadata>::decode` of rosbag2_storage asks for."""
    (metadata,) = yaml.safe_load((street / "metadata.yaml").read_text(encoding="utf-8")).values()
    topics = metadata.pop("topics_with_message_count")
    times = {"duration": {"nanoseconds": 100_000_000}, "starting_time": {"nanoseconds_since_epoch": 10**9}}
    # Of the distribution that wrote it nothing depends.
    assert isinstance(metadata.pop("ros_distro"), str)
    assert metadata == times | {
        "version": 8,
        "storage_identifier": "mcap",
        "message_count": 6,
        "relative_file_paths": ["street.mcap"],
        "files": [times | {"path": "street.mcap", "message_count": 6}],
        # Chunks are compressed within the file, which is no compression to rosbag2.
        "compression_format": "",
        "compression_mode": "",
        "custom_data": None,
    }
    for topic, name in zip(topics, TOPICS, strict=True):
        profiles = yaml.safe_load(topic["topic_metadata"].pop("offered_qos_profiles"))
        assert profiles == [PROFILE]
        assert topic == {
            "message_count": 2,
            "topic_metadata": {
                "name": name,
                "type": "sensor_msgs/msg/Image",
                "serialization_format": "cdr",
                "type_description_hash": IMAGE_HASH,
            },
        }


def test_the_file_says_of_itself_what_a_viewer_needs(street):
    """What Foxglove and `ros2 bag` take from the file alone; the reader refuses another profile than ros2."""
    reader = McapReader(street / "street.mcap")
    reader.open()
    try:
        (schema,) = reader.schemas.values()
        assert (schema.name, schema.encoding) == ("sensor_msgs/msg/Image", "ros2msg")
        parts = schema.data.split("=" * 80 + "\n")
        assert parts == [IMAGE_DEFINITION, HEADER_DEFINITION, TIME_DEFINITION]
        channels = list(reader.channels.values())
        assert [channel.topic for channel in channels] == TOPICS
        for channel in channels:
            assert (channel.schema, channel.message_encoding) == (schema.name, "cdr")
        assert [connection.ext.offered_qos_profiles for connection in reader.connections] == [[QOS]] * 3
        assert {chunk.compression for chunk in reader.chunks} == {"zstd"}
        # Without an index of messages `ros2 bag play` reads in the order of the file.
        assert all(chunk.message_index_offsets for chunk in reader.chunks)
        assert reader.statistics is not None
        assert (reader.statistics.start_time, reader.statistics.end_time) == (10**9, 11 * 10**8)
        assert reader.statistics.channel_message_counts == dict.fromkeys(reader.channels, 2)
    finally:
        reader.close()


def test_a_row_cut_from_a_larger_picture_reads_back(tmp_path):
    wide = np.arange(20, dtype=np.uint16).reshape(2, 10)
    with BagWriter(tmp_path / "bag") as writer:
        writer.write(RecordedImage("thermal", 1, 1, "thermal", "mono16", wide[:1, 3:7]))
    (picture,) = BagRecording(tmp_path / "bag")
    np.testing.assert_array_equal(picture.image, [[3, 4, 5, 6]])
