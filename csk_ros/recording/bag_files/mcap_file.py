"""An mcap file, read record by record: whatever its indexes lack, no message is passed over."""

from __future__ import annotations

import os
import struct
from collections import Counter
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import zstandard
from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Channel as ChannelRecord
from mcap.records import Chunk, Message, Schema, Statistics
from mcap.stream_reader import CRCValidationError, breakup_chunk

from csk_ros.recording.bag_files.bag_file import BagMessage, Channel, damaged
from csk_ros.recording.bag_files.message_places import LATEST, MessagePlaces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from mcap.records import McapRecord

MAGIC = b"\x89MCAP0\r\n"

COMPRESSIONS = ("", "zstd", "lz4")

_HEAD = struct.Struct("<BQ")
_MESSAGE_HEAD = struct.Struct("<HIQQ")
_INDEX_HEAD = struct.Struct("<HI")

# What the library and those that decompress for it raise for bytes that are not what they should be.
_BROKEN = (
    *(McapError, CRCValidationError, struct.error, UnicodeDecodeError, MemoryError, OverflowError),
    *(zstandard.ZstdError, RuntimeError),
)


class McapFile:
    """See BagFile. Chunks are decompressed here only if their message indexes are missing or wrong.

    Args:
        path: the file's name, for messages.
        content: where its bytes are: a file that begins with MAGIC.

    Raises:
        RecordingError: it is cut off or damaged.
        OSError: it cannot be read.
    """

    promised: dict[int, int] | None = None

    def __init__(self, path: Path, content: Path) -> None:
        self.path = path
        self._content = content
        self.channels: dict[int, Channel] = {}
        self._schemas: dict[int, Schema] = {}
        with content.open("rb") as file:
            self._count(file, use_indexes=True)
            if self.promised is not None and dict(self.counts) != self.promised:
                self._count(file, use_indexes=False)

    @contextmanager
    def open(self, wanted: Collection[int]) -> Iterator[Callable[[int], Iterator[BagMessage]]]:
        """See BagFile."""
        with self._content.open("rb") as file:

            def read(position: int) -> Iterator[BagMessage]:
                for message in self._records(file, position):
                    if isinstance(message, Message) and message.channel_id in wanted:
                        time = min(message.log_time, LATEST)
                        yield BagMessage(time, self.channels[message.channel_id], message.data)

            yield read

    def _count(self, file: BinaryIO, *, use_indexes: bool) -> None:
        """Go through the whole file once."""
        self.counts: Counter[int] = Counter()
        self.places = MessagePlaces()
        chunk: int | None = None
        indexed: dict[int, list[int]] = {}
        for opcode, position, length in self._heads(file):
            if opcode == Opcode.MESSAGE_INDEX:
                if use_indexes:
                    self._read_index(file.read(length), position, indexed)
                continue
            if chunk is not None:
                self._take_chunk(file, chunk, indexed)
                chunk, indexed = None, {}
            if opcode == Opcode.CHUNK:
                chunk = position
            elif opcode == Opcode.MESSAGE:
                channel, _, time, _ = _MESSAGE_HEAD.unpack(file.read(_MESSAGE_HEAD.size))
                self._take(position, channel, [time])
            elif opcode in {Opcode.SCHEMA, Opcode.CHANNEL, Opcode.STATISTICS}:
                self._learn(self._records(file, position))

    def _read_index(self, body: bytes, position: int, indexed: dict[int, list[int]]) -> None:
        """Add the times in a record of message indexes, which belongs to the chunk before it."""
        try:
            channel, length = _INDEX_HEAD.unpack_from(body)
            pairs = np.frombuffer(body, "<u8", length // 8, _INDEX_HEAD.size)
        except (struct.error, ValueError) as error:
            raise damaged(self.path, f"the message index at byte {position}: {error}") from error
        indexed.setdefault(channel, []).extend(pairs[::2].tolist())

    def _take_chunk(self, file: BinaryIO, position: int, indexed: dict[int, list[int]]) -> None:
        """Count a chunk's messages, by its message indexes where there are some of known channels."""
        if not any(indexed.values()) or not indexed.keys() <= self.channels.keys():
            records = self._records(file, position)
            self._learn(records)
            indexed = {}
            for record in records:
                if isinstance(record, Message):
                    indexed.setdefault(record.channel_id, []).append(record.log_time)
        for channel, times in indexed.items():
            self._take(position, channel, times)

    def _take(self, position: int, channel: int, times: list[int]) -> None:
        if not times:
            return
        if channel not in self.channels:
            raise damaged(
                self.path, f"messages at byte {position} are of channel {channel}, which it has not"
            )
        self.counts[channel] += len(times)
        if self.channels[channel].readable:
            self.places.add(position, channel, times)

    def _heads(self, file: BinaryIO) -> Iterator[tuple[int, int, int]]:
        """Opcode, position and length of every record; the file stands behind the head."""
        size = os.fstat(file.fileno()).st_size
        position = len(MAGIC)
        opcode = 0
        while opcode != Opcode.FOOTER:
            file.seek(position)
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size:
                raise damaged(self.path, f"it ends after {size} bytes, without the end of an mcap")
            opcode, length = _HEAD.unpack(head)
            shortest = _MESSAGE_HEAD.size if opcode == Opcode.MESSAGE else 0
            if opcode == 0 or not shortest <= length <= size - position - len(head):
                raise damaged(self.path, f"what begins at byte {position} of {size} is no whole record")
            yield opcode, position, length
            position += len(head) + length
        file.seek(position)
        if file.read(len(MAGIC)) != MAGIC:
            raise damaged(self.path, f"it ends after {size} bytes, without the end of an mcap")

    def _records(self, file: BinaryIO, position: int) -> list[McapRecord]:
        """The record at a position; of a chunk the records in it."""
        file.seek(position)
        opcode, length = _HEAD.unpack(file.read(_HEAD.size))
        # Of the record alone: the library asks for as many bytes as it finds written in there.
        stream = ReadDataStream(BytesIO(file.read(length)))
        try:
            if opcode == Opcode.SCHEMA:
                return [Schema.read(stream)]
            if opcode == Opcode.CHANNEL:
                return [ChannelRecord.read(stream)]
            if opcode == Opcode.STATISTICS:
                return [Statistics.read(stream)]
            if opcode == Opcode.MESSAGE:
                return [Message.read(stream, length)]
            chunk = Chunk.read(stream)
            if chunk.compression not in COMPRESSIONS:
                raise damaged(self.path, f"expected chunks of zstd, lz4 or none, got {chunk.compression!r}")
            return breakup_chunk(chunk, validate_crc=True)
        except _BROKEN as error:
            raise damaged(self.path, f"the record at byte {position}: {error!r}") from error

    def _learn(self, records: list[McapRecord]) -> None:
        for record in records:
            if isinstance(record, Schema):
                self._schemas[record.id] = record
            elif isinstance(record, Statistics) and (
                record.channel_message_counts or not record.message_count
            ):
                self.promised = {key: count for key, count in record.channel_message_counts.items() if count}
            elif isinstance(record, ChannelRecord):
                schema = self._schemas.get(record.schema_id)
                name = "" if schema is None else schema.name
                self.channels[record.id] = Channel(record.topic, name, record.message_encoding)
