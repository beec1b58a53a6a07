"""Every message of an mcap is found, whatever its indexes lack, in order of time."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from mcap.opcode import Opcode
from mcap.writer import CompressionType, IndexType, Writer

from csk_ros.recording.bag_files.mcap_file import MAGIC, McapFile
from csk_ros.recording.recording import RecordingError
from support.bag_files import image_message, write_mcap

GREY = np.zeros((4, 6), np.uint8)
TIMES = [30, 10, 20, 50, 40, 60]
ALL_BUT_MESSAGES = IndexType.CHUNK | IndexType.ATTACHMENT | IndexType.METADATA


def messages(times=TIMES):
    for number, time in enumerate(times):
        yield ("/rgb", "/thermal")[number % 2], time, image_message(GREY, "mono8", stamp=time)


def found(file):
    """Times of the messages of all channels, block after block."""
    wanted = set(file.channels)
    with file.open(wanted) as read:
        return [message.time for block in file.places.blocks(wanted) for message in read(block.position)]


def records(path):
    """Opcode, begin and end of every record."""
    data, position = path.read_bytes(), len(MAGIC)
    while position < len(data) - len(MAGIC):
        opcode, length = struct.unpack_from("<BQ", data, position)
        yield opcode, position, position + 9 + length
        position += 9 + length


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"chunk_size": 10**6},
        {"compression": CompressionType.LZ4},
        {"compression": CompressionType.NONE},
        {"index_types": ALL_BUT_MESSAGES},
        {"index_types": IndexType.NONE},
        {"use_chunking": False},
        {"use_statistics": False},
        {"repeat_channels": False, "repeat_schemas": False},
        {"repeat_channels": False, "repeat_schemas": False, "use_statistics": False,
         "index_types": IndexType.NONE, "use_summary_offsets": False},
    ],
)  # fmt: skip
def test_all_messages_are_found(tmp_path, options):
    path = write_mcap(tmp_path / "a.mcap", messages(), **options)
    file = McapFile(path, path)
    assert {file.channels[number].topic: count for number, count in file.counts.items()} == {
        "/rgb": 3,
        "/thermal": 3,
    }
    assert sorted(file.places.times(file.channels).tolist()) == sorted(TIMES)
    assert found(file) == TIMES
    assert file.promised in (None, dict(file.counts))


def test_a_chunk_whose_index_was_lost_is_read_with_the_others(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages(), use_statistics=False)
    data = path.read_bytes()
    _, begin, end = next(each for each in records(path) if each[0] == Opcode.MESSAGE_INDEX)
    path.write_bytes(data[:begin] + data[end:])
    assert found(McapFile(path, path)) == TIMES


def test_where_summary_and_indexes_differ_the_chunks_decide(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages(), chunk_size=10**6)
    data = bytearray(path.read_bytes())
    _, begin, end = next(each for each in records(path) if each[0] == Opcode.MESSAGE_INDEX)
    # The first of three entries only: 2 bytes of channel, 4 of length, 16 an entry.
    data[begin:end] = struct.pack("<BQHI", Opcode.MESSAGE_INDEX, 22, 1, 16) + data[begin + 15 : begin + 31]
    path.write_bytes(data)
    assert found(McapFile(path, path)) == TIMES


def test_a_wrong_summary_is_kept_beside_what_was_found(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages())
    data = bytearray(path.read_bytes())
    _, _, end = next(each for each in records(path) if each[0] == Opcode.STATISTICS)
    data[end - 8 : end] = struct.pack("<Q", 7)
    path.write_bytes(data)
    file = McapFile(path, path)
    assert (file.promised, file.counts) == ({1: 3, 2: 7}, {1: 3, 2: 3})


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("options", [{}, {"use_chunking": False}])
def test_a_file_that_was_cut_off_is_refused_with_what_mends_it(tmp_path, share, options):
    path = write_mcap(tmp_path / "a.mcap", messages(), **options)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(RecordingError, match=r"a\.mcap: a recording that was cut off.*`mcap recover`"):
        McapFile(path, path)


def test_a_flipped_bit_in_a_chunk_is_damage(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages(), compression=CompressionType.NONE)
    data = bytearray(path.read_bytes())
    _, _, end = next(each for each in records(path) if each[0] == Opcode.CHUNK)
    data[end - 1] ^= 1
    path.write_bytes(data)
    with pytest.raises(RecordingError, match=r"the record at byte \d+: CRCValidationError"):
        found(McapFile(path, path))


def test_a_hole_of_zeros_is_damage(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", messages())
    data = bytearray(path.read_bytes())
    begin = [begin for opcode, begin, _ in records(path) if opcode == Opcode.CHUNK][2]
    data[begin : begin + 100] = bytes(100)
    path.write_bytes(data)
    with pytest.raises(RecordingError, match=rf"what begins at byte {begin} of {len(data)} is no whole"):
        McapFile(path, path)


def test_messages_of_other_encodings_are_counted_beside(tmp_path):
    path = tmp_path / "a.mcap"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.start("")
        for name, schema, encoding in (
            ("foxglove.CompressedImage", "protobuf", "protobuf"),
            ("sensor_msgs/Image", "ros1msg", "ros1"),
            ("sensor_msgs/msg/Image", "ros2idl", "cdr"),
            ("note", "jsonschema", "json"),
        ):
            number = writer.register_schema(name, schema, b"\xff\xfe no definition")
            writer.add_message(writer.register_channel(f"/{schema}", encoding, number), 1, b"abc", 1)
        writer.add_message(writer.register_channel("/bare", "json", 0), 1, b"{}", 1)
        writer.finish()
    file = McapFile(path, path)
    kinds = {channel.topic: channel.kind for channel in file.channels.values()}
    assert kinds == {
        "/protobuf": "foxglove.CompressedImage (protobuf)",
        "/ros1msg": "sensor_msgs/Image (ros1)",
        "/ros2idl": "sensor_msgs/msg/Image",
        "/jsonschema": "note (json)",
        "/bare": "messages without a type (json)",
    }
    assert [channel.topic for channel in file.channels.values() if channel.readable] == ["/ros2idl"]
    assert list(file.counts.values()) == [1] * 5
