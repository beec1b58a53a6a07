"""Bags of every kind are read back, and bad ones are refused with a reason."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from itertools import islice

import cv2
import numpy as np
import pytest
from mcap.writer import Writer as McapWriter
from numpy.testing import assert_array_equal
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.recording import RecordingError
from support.bag_files import (
    TYPESTORE,
    compressed_message,
    edit_metadata,
    image_message,
    write_bag,
    write_mcap,
)
from support.packed_yuv import street, yuyv_of

RNG = np.random.default_rng(1)
RGB = RNG.integers(0, 256, (6, 10, 3), np.uint8)
COUNTS = RNG.integers(0, 65536, (6, 10), np.uint16)
IDS = RNG.integers(0, 4, (6, 10), np.uint8)


def messages(count: int = 3):
    for index in range(count):
        time, stamp = 2_000_000_000 + index * 40_000_000, 1_999_999_999 + index * 40_000_000
        yield "/rgb/image_raw", time, image_message(RGB + index, "rgb8", stamp=stamp, frame_id="eo")
        yield "/thermal/image_raw", time + 1, image_message(COUNTS, "mono16", stamp=stamp + 5, frame_id="ir")
        yield "/ground_truth", time + 2, image_message(IDS, "mono8", stamp=stamp + 5, frame_id="ir")


@pytest.fixture(params=[StoragePlugin.MCAP, StoragePlugin.SQLITE3])
def bag(request, tmp_path):
    return write_bag(tmp_path / "bag", messages(), request.param)


def test_pictures_come_back_in_order_with_their_stamps(bag):
    recording = BagRecording(bag)
    pictures = list(recording)
    assert [p.stream for p in pictures] == ["rgb", "thermal", "labels"] * 3
    assert [p.time for p in pictures[:4]] == [2_000_000_000, 2_000_000_001, 2_000_000_002, 2_040_000_000]
    assert [p.stamp for p in pictures[:3]] == [1_999_999_999, 2_000_000_004, 2_000_000_004]
    assert [p.frame_id for p in pictures[:3]] == ["eo", "ir", "ir"]
    assert [p.encoding for p in pictures[:3]] == ["rgb8", "mono16", "mono8"]
    assert_array_equal(pictures[3].image, RGB + 1)
    assert_array_equal(pictures[1].image, COUNTS)
    assert_array_equal(pictures[2].image, IDS)
    assert recording.counts == {"rgb": 3, "thermal": 3, "labels": 3}
    assert recording.duration == pytest.approx(0.080000003)


def test_a_bag_can_be_read_again_and_left_early(bag):
    recording = BagRecording(bag)
    assert len(list(islice(recording, 2))) == 2
    assert len(list(recording)) == 9
    assert len(list(recording)) == 9


def test_the_file_inside_a_bag_is_a_bag_too(bag):
    (file,) = [*bag.glob("*.mcap"), *bag.glob("*.db3")]
    assert len(list(BagRecording(file))) == 9


def test_topics_can_be_given(tmp_path):
    bag = write_bag(
        tmp_path / "bag",
        [("/a", 1, image_message(RGB, "bgr8")), ("/b", 2, image_message(COUNTS, "16UC1"))],
    )
    with pytest.raises(
        RecordingError, match=r"bag: which topic carries the thermal images.*any of /b \(16UC1\)"
    ):
        BagRecording(bag)
    rgb, thermal = BagRecording(bag, rgb_topic="/a", thermal_topic="/b")
    assert_array_equal(rgb.image, RGB[..., ::-1])
    assert rgb.encoding == "rgb8"
    assert_array_equal(thermal.image, COUNTS)
    assert thermal.encoding == "mono16"


def test_row_padding_is_stripped(tmp_path):
    bag = write_bag(
        tmp_path / "bag",
        [
            ("/rgb", 1, image_message(RGB, "rgb8", padding=7)),
            ("/thermal", 2, image_message(COUNTS, "mono16", padding=4)),
        ],
    )
    rgb, thermal = BagRecording(bag)
    assert_array_equal(rgb.image, RGB)
    assert_array_equal(thermal.image, COUNTS)


def test_compressed_pictures_keep_sixteen_bits(tmp_path):
    rgb_file = cv2.imencode(".png", RGB[..., ::-1])[1].tobytes()
    thermal_file = cv2.imencode(".png", COUNTS)[1].tobytes()
    bag = write_bag(
        tmp_path / "bag",
        [
            ("/rgb/compressed", 1, compressed_message(rgb_file, "rgb8; png compressed bgr8")),
            ("/thermal/compressed", 2, compressed_message(thermal_file, "mono16; png compressed ")),
        ],
    )
    rgb, thermal = BagRecording(bag)
    assert_array_equal(rgb.image, RGB)
    assert thermal.encoding == "mono16"
    assert_array_equal(thermal.image, COUNTS)


def test_a_bag_of_thermal_alone_will_do(tmp_path):
    bag = write_bag(tmp_path / "bag", [("/thermal", 1, image_message(COUNTS, "mono16"))])
    assert BagRecording(bag).counts == {"thermal": 1}


@pytest.mark.parametrize(("topic", "missing"), [("/rgb/image_raw", "thermal"), ("/thermal/image_raw", "rgb")])
def test_a_bag_of_one_camera_is_refused_where_both_are_needed(tmp_path, topic, missing):
    alone = [message for message in messages() if message[0] == topic]
    complaint = f"bag: expected {missing} images beside {topic}; name their topic with --{missing}-topic"
    with pytest.raises(RecordingError, match=complaint):
        BagRecording(write_bag(tmp_path / "bag", alone)).require_both_cameras()
    BagRecording(write_bag(tmp_path / "both", messages())).require_both_cameras()


def test_a_missing_bag_is_named(tmp_path):
    with pytest.raises(RecordingError, match="nowhere: no such bag"):
        BagRecording(tmp_path / "nowhere")


def test_a_folder_without_metadata_says_what_to_do(tmp_path):
    with pytest.raises(RecordingError, match="ros2 bag reindex"):
        BagRecording(tmp_path)


def test_a_bag_without_pictures_says_what_it_has(tmp_path):
    text = TYPESTORE.types["std_msgs/msg/String"](data="hello")
    bag = write_bag(tmp_path / "bag", [("/chatter", 1, text)])
    with pytest.raises(RecordingError, match=r"no images in this bag; it has std_msgs/msg/String"):
        BagRecording(bag)


def test_an_empty_bag_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="no images in this bag; it has no messages"):
        BagRecording(write_bag(tmp_path / "bag", []))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_bag_is_refused(bag, share):
    (file,) = [*bag.glob("*.mcap"), *bag.glob("*.db3")]
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    for path in (bag, file):
        with pytest.raises(RecordingError, match="bag"):
            list(BagRecording(path))


def test_something_else_is_no_bag(tmp_path):
    file = tmp_path / "notes.mcap"
    file.write_text("no bag at all, but long enough to have a header and a footer of some kind")
    with pytest.raises(
        RecordingError, match=r"notes\.mcap: no rosbag2: expected a bag's folder, or an mcap or sqlite3 file"
    ):
        BagRecording(file)


def test_a_truncated_picture_is_named_by_topic_and_time(tmp_path):
    message = image_message(RGB, "rgb8")
    message.data = message.data[:-5]
    bag = write_bag(tmp_path / "bag", [("/rgb", 77, message)])
    with pytest.raises(RecordingError, match="/rgb at 77 ns"):
        list(BagRecording(bag))


def test_labels_must_be_ids(tmp_path):
    bag = write_bag(
        tmp_path / "bag",
        [("/thermal", 1, image_message(COUNTS, "mono16")), ("/gt", 2, image_message(COUNTS, "mono16"))],
    )
    with pytest.raises(
        RecordingError, match="/gt at 2 ns: expected class ids as mono8 or 8UC1, got 'mono16'"
    ):
        list(BagRecording(bag, labels_topic="/gt"))
    assert BagRecording(bag).topics == {"thermal": "/thermal"}


def test_what_was_chosen_is_told(bag, capsys):
    BagRecording(bag)
    assert capsys.readouterr().err == (
        f"{bag}: topics: rgb /rgb/image_raw (rgb8 in colours, by its name); thermal /thermal/image_raw "
        "(mono16, by its name); ground truth /ground_truth (mono8, by its name)\n"
    )


def test_images_outweigh_names(tmp_path):
    bag = write_bag(
        tmp_path / "bag",
        [
            ("/flir_camera/image_raw", 1, image_message(np.zeros_like(RGB), "bgr8")),
            ("/flir_camera/image_raw", 2, image_message(RGB, "bgr8")),
            ("/optris/image", 3, image_message(COUNTS, "mono16")),
        ],
    )
    assert BagRecording(bag).topics == {"rgb": "/flir_camera/image_raw", "thermal": "/optris/image"}


def test_a_stream_can_be_left_out(bag):
    recording = BagRecording(bag)
    recording.leave_out("labels")
    assert recording.counts == {"rgb": 3, "thermal": 3}
    assert {picture.stream for picture in recording} == {"rgb", "thermal"}


def ffmpeg_bag(path, *others):
    """A bag with an rgb topic of a type that nobody here can read."""
    kind = "ffmpeg_image_transport_msgs/msg/FFMPEGPacket"
    typestore = get_typestore(Stores.ROS2_HUMBLE)
    typestore.register(get_types_from_msg("std_msgs/Header header\nuint8[] data\n", kind))
    packet = typestore.types[kind](
        header=typestore.types["std_msgs/msg/Header"](
            stamp=typestore.types["builtin_interfaces/msg/Time"](sec=1, nanosec=0), frame_id=""
        ),
        data=np.zeros(4, np.uint8),
    )
    with Writer(path / "bag", version=8, storage_plugin=StoragePlugin.MCAP) as writer:
        connection = writer.add_connection("/rgb/image_raw/ffmpeg", kind, typestore=typestore)
        writer.write(connection, 1, typestore.serialize_cdr(packet, kind))
        for topic, time, message in others:
            other = writer.add_connection(topic, message.__msgtype__, typestore=TYPESTORE)
            writer.write(other, time, TYPESTORE.serialize_cdr(message, message.__msgtype__))
    return path / "bag"


def test_a_camera_of_a_type_that_cannot_be_read_is_named(tmp_path):
    recording = BagRecording(ffmpeg_bag(tmp_path, ("/thermal", 2, image_message(COUNTS, "mono16"))))
    told = "/rgb/image_raw/ffmpeg carries ffmpeg_image_transport_msgs/msg/FFMPEGPacket, which cannot be read"
    (doubt,) = recording.doubts
    assert told in doubt
    with pytest.raises(RecordingError, match=told):
        recording.require_both_cameras()


def test_a_bag_of_nothing_but_such_a_camera_names_it(tmp_path):
    with pytest.raises(
        RecordingError, match=r"no images in this bag; .*/rgb/image_raw/ffmpeg carries ffmpeg_"
    ):
        BagRecording(ffmpeg_bag(tmp_path))


NOW = 1_700_000_000_000_000_000


def test_images_from_before_the_clock_was_set_are_left_out_and_told_of(tmp_path):
    times = [0, 0, NOW, NOW + 10**9, NOW + 2 * 10**9]
    bag = write_bag(tmp_path / "bag", [("/thermal", time, image_message(COUNTS, "mono16")) for time in times])
    recording = BagRecording(bag)
    assert recording.counts == {"thermal": 3}
    assert recording.duration == 2.0
    assert [picture.time for picture in recording] == times[2:]
    (warning,) = recording.warnings
    assert warning.startswith(f"{bag}: 2 of 5 images were recorded at 0 s, the others from 1700000000 s on")


def test_its_length_is_that_of_its_images(tmp_path):
    text = TYPESTORE.types["std_msgs/msg/String"](data="hello")
    bag = write_bag(
        tmp_path / "bag",
        [("/chatter", 0, text), *messages(), ("/chatter", 9 * 10**9, text)],
    )
    assert BagRecording(bag).duration == pytest.approx(0.080000002)


def test_a_broken_promise_is_told_on_the_terminal(tmp_path, capsys):
    bag = write_bag(tmp_path / "bag", messages())
    edit_metadata(bag, lambda metadata: metadata["topics_with_message_count"][1].update(message_count=120))
    assert len(list(BagRecording(bag))) == 9
    assert capsys.readouterr().err.startswith(
        f"warning: {bag}: metadata.yaml promises 120 messages on /thermal/image_raw, the files have 3, which "
        "are read\n"
    )


def test_messages_of_another_type_on_a_chosen_topic_are_told_of(tmp_path):
    bag = write_bag(tmp_path / "bag", messages())
    text = TYPESTORE.types["std_msgs/msg/String"](data="hello")
    write_mcap(bag / "more.mcap", [("/rgb/image_raw", 1, text)] * 2)
    edit_metadata(bag, lambda metadata: metadata["relative_file_paths"].append("more.mcap"))
    recording = BagRecording(bag)
    assert recording.counts == {"rgb": 3, "thermal": 3, "labels": 3}
    assert recording.warnings[-1] == (
        f"{bag}: 2 messages of std_msgs/msg/String on /rgb/image_raw cannot be read: left out"
    )


@pytest.mark.parametrize(
    ("kind", "encoding", "complaint"),
    [
        (
            "sensor_msgs/Image",
            "ros1",
            r"sensor_msgs/Image \(ros1\)\. Messages of ROS 1: `rosbags-convert ",
        ),
        (
            "foxglove.CompressedImage",
            "protobuf",
            r"foxglove\.CompressedImage \(protobuf\)\. /thermal carries",
        ),
    ],
)
def test_foreign_images_are_called_what_they_are(tmp_path, kind, encoding, complaint):
    path = tmp_path / "a.mcap"
    with path.open("wb") as file:
        writer = McapWriter(file)
        writer.start("ros1")
        channel = writer.register_channel("/thermal", encoding, writer.register_schema(kind, "any", b""))
        writer.add_message(channel, 1, b"abc", 1)
        writer.finish()
    with pytest.raises(RecordingError, match=rf"a\.mcap: no images in this bag; it has {complaint}"):
        BagRecording(path)


def test_a_message_that_is_no_image_costs_itself_alone(tmp_path):
    bag = write_bag(tmp_path / "bag", messages(), StoragePlugin.SQLITE3)
    with sqlite3.connect(bag / "bag.db3") as connection:
        connection.execute("UPDATE messages SET data = x'0001000012' WHERE timestamp = 2040000001")
    broken = []
    pictures = list(BagRecording(bag).pictures(lambda *what: broken.append(what)))
    assert len(pictures) == 8
    ((stream, time, error),) = broken
    assert (stream, time, error.reason) == ("thermal", 2_040_000_001, "corrupt")
    with pytest.raises(
        RecordingError, match="bag: /thermal/image_raw at 2040000001 ns: Could not deserialize"
    ):
        list(BagRecording(bag))


@pytest.mark.parametrize("error", [KeyError, TypeError, ValueError])
def test_a_mistake_of_ours_is_no_damage_of_the_file(bag, monkeypatch, error):
    def mistaken(*_):
        raise error("a mistake")

    monkeypatch.setattr("csk_ros.recording.bag_recording.decode_rgb", mistaken)
    with pytest.raises(error, match="a mistake") as raised:
        list(BagRecording(bag))
    assert not isinstance(raised.value, RecordingError)


def test_reading_bags_needs_no_ros():
    code = """
import sys
import csk_ros.recording.bag_recording, csk_ros.recording.bag_writer, csk_ros.recording.pairs_recording
ros = {"rclpy", "sensor_msgs", "std_msgs", "builtin_interfaces"} & set(sys.modules)
assert not ros, ros
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def compressed_depth(declared="16UC1; compressedDepth png", stamp=0):
    return compressed_message(bytes(12) + cv2.imencode(".png", COUNTS)[1].tobytes(), declared, stamp=stamp)


def test_a_topic_of_compressed_depth_is_read_exactly(tmp_path):
    bag = write_bag(tmp_path / "bag", [("/thermal/image_raw/compressedDepth", 5, compressed_depth())])
    recording = BagRecording(bag)
    assert recording.topics == {"thermal": "/thermal/image_raw/compressedDepth"}
    (picture,) = recording
    assert picture.encoding == "mono16"
    assert_array_equal(picture.image, COUNTS)


def test_a_raw_topic_goes_before_its_copies(tmp_path):
    raw = ("/thermal/image_raw", 4, image_message(COUNTS, "mono16"))
    copy = ("/thermal/image_raw/compressedDepth", 5, compressed_depth())
    assert BagRecording(write_bag(tmp_path / "bag", [raw, copy])).topics == {"thermal": "/thermal/image_raw"}


def test_images_that_contradict_their_messages_are_told_of_once(tmp_path, capsys):
    packed = yuyv_of(street().rgb)
    counts = street().thermal.astype(np.uint16) * 40 + 3000
    bag = write_bag(
        tmp_path / "bag",
        [
            message
            for time in range(4)
            for message in (
                ("/rgb/image_raw", 2 * time, image_message(packed, "uyvy", stamp=time)),
                ("/thermal/image_raw", 2 * time + 1, image_message(counts.byteswap(), "16UC1", stamp=time)),
            )
        ],
    )
    expected = [
        "rgb: luma and chroma look exchanged; have the driver say yuyv or yuv422_yuy2 in place of uyvy",
        "thermal: the bytes of 16UC1 look swapped; have the driver set is_bigendian as it writes them",
    ]
    expected = [f"{bag}: {text}" for text in expected]
    recording = BagRecording(bag)
    capsys.readouterr()
    list(recording)
    list(recording)
    assert capsys.readouterr().err.splitlines() == expected
    told = []
    list(BagRecording(bag).pictures(doubted=told.append))
    assert told == expected
