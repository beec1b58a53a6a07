"""Files of a bag are read as one, in order of time; a broken promise is told with both numbers."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
import yaml
import zstandard
from mcap.writer import IndexType
from rosbags.rosbag2 import StoragePlugin

from csk_ros.recording.bag_files.bag_reader import BagReader
from csk_ros.recording.recording import RecordingError
from support.bag_files import (
    COMPRESSED,
    IMAGE,
    TYPESTORE,
    bag_file,
    compressed_message,
    edit_metadata,
    image_message,
    write_bag,
    write_mcap,
)

GREY = np.zeros((40, 60), np.uint8)
TOPICS = ("/rgb", "/thermal")


def messages(times):
    for number, time in enumerate(times):
        yield TOPICS[number % 2], time, image_message(GREY, "mono8", stamp=time)


def times(bag, topics=TOPICS):
    return [message.time for message in bag.messages(topics)]


def split(path, parts, suffix="mcap"):
    """A bag of several files, each with its own messages."""
    path.mkdir()
    whole = None
    for number, part in enumerate(parts):
        storage = StoragePlugin.MCAP if suffix == "mcap" else StoragePlugin.SQLITE3
        bag = write_bag(path.parent / f"part{number}", part, storage)
        shutil.move(bag_file(bag), path / f"{number}.{suffix}")
        (metadata,) = yaml.safe_load((bag / "metadata.yaml").read_text()).values()
        if whole is None:
            whole = metadata | {"relative_file_paths": []}
        else:
            for mine, other in zip(
                whole["topics_with_message_count"], metadata["topics_with_message_count"], strict=True
            ):
                mine["message_count"] += other["message_count"]
        whole["relative_file_paths"].append(f"{number}.{suffix}")
    (path / "metadata.yaml").write_text(yaml.safe_dump({"rosbag2_bagfile_information": whole}))
    return path


@pytest.fixture(params=[StoragePlugin.MCAP, StoragePlugin.SQLITE3])
def bag(request, tmp_path):
    return write_bag(tmp_path / "bag", messages(range(1, 9)), request.param)


def open_files():
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def counts(bag):
    return {channel.topic: count for channel, count in bag.counts.items()}


def test_a_bag_as_it_was_written_has_nothing_to_warn_of(bag):
    reader = BagReader(bag)
    assert counts(reader) == {"/rgb": 4, "/thermal": 4}
    assert times(reader) == list(range(1, 9))
    assert times(reader, ["/rgb"]) == [1, 3, 5, 7]
    assert reader.times("/thermal").tolist() == [2, 4, 6, 8]
    assert reader.warnings == []


@pytest.mark.parametrize("suffix", ["mcap", "db3"])
def test_files_that_overlap_in_time_are_merged(tmp_path, suffix):
    parts = [messages([1, 5, 9, 13]), messages([2, 3, 10, 14]), messages([4, 6, 7, 8])]
    reader = BagReader(split(tmp_path / "bag", parts, suffix))
    assert times(reader) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14]
    assert reader.warnings == []


def test_a_bag_of_many_files_does_not_keep_them_open(tmp_path):
    path = split(tmp_path / "bag", (messages([4 * n, 4 * n + 1]) for n in range(1, 9)))
    most = 0
    before = open_files()
    for _ in BagReader(path).messages(TOPICS):
        most = max(most, open_files() - before)
    # The last message of a file comes when the first of the next one has been looked at.
    assert most <= 2


def test_a_file_that_is_there_twice_is_read_once(tmp_path):
    path = split(tmp_path / "bag", [messages([1, 2, 3, 4]), messages([1, 2, 3, 4])])
    reader = BagReader(path)
    assert times(reader) == [1, 2, 3, 4]
    assert reader.warnings == [
        "1.mcap holds the same images as 0.mcap, at the same times: they are read once",
        "metadata.yaml promises 4 messages on /rgb, the files have 2, which are read",
        "metadata.yaml promises 4 messages on /thermal, the files have 2, which are read",
    ]


def other_qos(metadata):
    for topic in metadata["topics_with_message_count"]:
        topic["topic_metadata"]["offered_qos_profiles"] = ""


def another_type(metadata):
    metadata["topics_with_message_count"][0]["topic_metadata"]["type"] = COMPRESSED


@pytest.mark.parametrize(
    ("edit", "warnings"),
    [
        (other_qos, []),
        (lambda metadata: metadata["duration"].update(nanoseconds=-1), []),
        (
            lambda metadata: metadata["topics_with_message_count"][0].update(message_count=120),
            ["metadata.yaml promises 120 messages on /rgb, the files have 4, which are read"],
        ),
        (
            lambda metadata: metadata["topics_with_message_count"].pop(0),
            ["metadata.yaml does not name /rgb, the files have 4 messages on it, which are read"],
        ),
        (
            lambda metadata: metadata["topics_with_message_count"][0]["topic_metadata"].update(name="/eo"),
            [
                "metadata.yaml promises 4 messages on /eo, the files have 0, which are read",
                "metadata.yaml does not name /rgb, the files have 4 messages on it, which are read",
            ],
        ),
        (
            another_type,
            [f"metadata.yaml promises {COMPRESSED} on /rgb, the files have 4 of sensor_msgs/msg/Image"],
        ),
    ],
)
def test_whatever_the_metadata_say_the_files_are_read(bag, edit, warnings):
    edit_metadata(bag, edit)
    reader = BagReader(bag)
    assert times(reader) == list(range(1, 9))
    assert reader.warnings == warnings


def test_a_summary_that_is_wrong_is_told_of(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages(range(1, 9)))
    data = bytearray(path.read_bytes())
    # The last number of the statistics, which come before the summary's offsets: channel 2, 4 messages.
    place = data.rindex(b"\x01\x00" + (4).to_bytes(8, "little") + b"\x02\x00" + (4).to_bytes(8, "little"))
    data[place + 12] = 9
    path.write_bytes(data)
    reader = BagReader(path)
    assert reader.warnings == [
        "the summary of a.mcap promises 9 messages on /thermal, the file has 4, which are read"
    ]
    assert times(reader) == list(range(1, 9))


def test_files_compressed_as_a_whole_are_read_in_all_their_frames(bag):
    file = bag_file(bag)
    content = file.read_bytes()
    packed = file.with_name(f"{file.name}.zstd")
    half = len(content) // 2
    packed.write_bytes(zstandard.compress(content[:half]) + zstandard.compress(content[half:]))
    file.unlink()
    edit_metadata(bag, lambda metadata: metadata["relative_file_paths"].__setitem__(0, packed.name))
    assert times(BagReader(bag)) == list(range(1, 9))
    assert times(BagReader(packed)) == list(range(1, 9))
    packed.write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(RecordingError, match=rf"bag/{packed.name}: a recording that was cut off or damaged"):
        BagReader(bag)


def test_messages_compressed_one_by_one_are_read(tmp_path):
    bag = write_bag(tmp_path / "bag", messages([1, 2, 3]), StoragePlugin.SQLITE3)
    plain = [message.data for message in BagReader(bag).messages(TOPICS)]
    damaged = b"\x28\xb5\x2f\xfd and nothing of zstandard"
    with sqlite3.connect(bag_file(bag)) as connection:
        for time, data in ((1, zstandard.compress(plain[0])), (2, damaged)):
            connection.execute("UPDATE messages SET data = ? WHERE timestamp = ?", (data, time))
    assert [message.data for message in BagReader(bag).messages(TOPICS)] == [plain[0], damaged, plain[2]]


def test_types_that_change_on_a_topic_are_read_each_as_its_own(tmp_path):
    path = tmp_path / "a.mcap"
    write_mcap(path, messages([1]))
    raw = BagReader(path)
    write_mcap(
        tmp_path / "b.mcap", [("/rgb", 2, compressed_message(b"abc", "jpeg"))], index_types=IndexType.NONE
    )
    bag = write_bag(tmp_path / "bag", messages([1]))
    shutil.copy(tmp_path / "b.mcap", bag / "b.mcap")
    edit_metadata(bag, lambda metadata: metadata["relative_file_paths"].append("b.mcap"))
    reader = BagReader(bag)
    assert [message.channel.type for message in reader.messages(["/rgb"])] == [
        IMAGE,
        COMPRESSED,
    ]
    assert raw.warnings == []
    assert reader.warnings[-1] == (
        f"metadata.yaml promises {IMAGE} on /rgb, the files have 1 of {IMAGE} and 1 of {COMPRESSED}"
    )


@pytest.mark.parametrize("name", ["a#b", "a%20b", "a?mode=rw", "ä b", "50%"])
def test_a_path_may_have_any_letters(bag, tmp_path, name):
    path = tmp_path / name
    bag.rename(path)
    assert times(BagReader(path)) == list(range(1, 9))
    assert times(BagReader(bag_file(path))) == list(range(1, 9))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_named(bag):
    bag_file(bag).chmod(0)
    with pytest.raises(RecordingError, match=f"{bag_file(bag)}: cannot be read: Permission denied"):
        BagReader(bag)


def test_a_file_that_is_gone_when_it_is_read_is_named(bag):
    reader = BagReader(bag)
    file = bag_file(bag)
    file.unlink()
    with pytest.raises(RecordingError, match=f"{file}: (cannot be read: No such file|.*unable to open)"):
        times(reader)


def test_other_topics_are_counted_and_promise_nothing(tmp_path):
    text = TYPESTORE.types["std_msgs/msg/String"](data="hello")
    bag = write_bag(tmp_path / "bag", [("/chatter", 1, text), *messages([2])])
    edit_metadata(bag, lambda metadata: metadata["topics_with_message_count"][0].update(message_count=9))
    reader = BagReader(bag)
    assert counts(reader) == {"/chatter": 1, "/rgb": 1}
    assert reader.warnings == []
