"""All files of a bag as one: what they hold against what was promised, and its images in order of time."""

from __future__ import annotations

import shutil
import weakref
from collections import Counter
from contextlib import ExitStack
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import zstandard

from csk_ros.recording.bag_files.bag_file import BagFile, BagMessage, Channel, damaged
from csk_ros.recording.bag_files.bag_layout import ZSTD, bag_layout, file_format
from csk_ros.recording.bag_files.mcap_file import MAGIC as MCAP
from csk_ros.recording.bag_files.mcap_file import McapFile
from csk_ros.recording.bag_files.promises import broken_metadata, broken_summaries, without_copies
from csk_ros.recording.bag_files.sqlite_file import SqliteFile
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from numpy.typing import NDArray


class BagReader:
    """The messages of a bag: a folder with metadata.yaml, or a single mcap or sqlite3 file.

    Everything that the files hold is counted, whatever metadata.yaml and the files' own summaries say; where
    those say something else, `warnings` has both.

    Args:
        path: the bag.

    Raises:
        RecordingError: no bag, one that cannot be read, or a damaged one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unpacked: Path | None = None
        try:
            layout = bag_layout(path)
            files = [self._file(file) for file in layout.files]
        except OSError as error:
            raise unreadable(path, error) from error
        self._files, copies = without_copies(files)
        self.counts: Mapping[Channel, int] = _counts(self._files)
        """Number of messages of each channel that has some."""
        self.warnings = [*layout.warnings, *copies, *broken_summaries(self._files)]
        """What is not as it should be, though the messages can be read."""
        if layout.promised is not None:
            self.warnings += broken_metadata(layout.promised, self.counts)

    def times(self, topic: str) -> NDArray[np.int64]:
        """When the images of a topic were recorded, in nanoseconds, sorted."""
        times = [file.places.times(_numbers(file, {topic})) for file in self._files]
        return np.sort(np.concatenate([np.empty(0, np.int64), *times]))

    def messages(self, topics: Collection[str]) -> Iterator[BagMessage]:
        """The images on these topics, in order of time over all files.

        Raises:
            RecordingError: the bag is damaged, or no longer what it was.
        """
        expected = sum(len(self.times(topic)) for topic in topics)
        came = 0
        try:
            for message in self._messages(topics):
                came += 1
                yield message
        except OSError as error:
            raise unreadable(self.path, error) from error
        if came != expected:
            raise damaged(self.path, f"expected {expected} images, as its indexes say, got {came}")

    def _messages(self, topics: Collection[str]) -> Iterator[BagMessage]:
        wanted = [_numbers(file, topics) for file in self._files]
        blocks = sorted(
            (block.time, number, block.position)
            for number, file in enumerate(self._files)
            for block in file.places.blocks(wanted[number])
        )
        left = Counter(number for _, number, _ in blocks)
        opened: dict[int, tuple[ExitStack, Callable[[int], Iterator[BagMessage]]]] = {}
        waiting: list[tuple[int, int, BagMessage]] = []
        order = count()
        with ExitStack() as stack:
            for time, number, position in blocks:
                # No later block has a message before this time.
                while waiting and waiting[0][0] <= time:
                    yield heappop(waiting)[2]
                if number not in opened:
                    own = stack.enter_context(ExitStack())
                    opened[number] = own, own.enter_context(self._files[number].open(wanted[number]))
                own, read = opened[number]
                for message in map(_plain, read(position)):
                    heappush(waiting, (message.time, next(order), message))
                left[number] -= 1
                if not left[number]:
                    own.close()
            while waiting:
                yield heappop(waiting)[2]

    def _file(self, path: Path) -> BagFile:
        content = path
        if file_format(path) == ZSTD:
            content = self._unpack(path)
        return McapFile(path, content) if file_format(content) == MCAP else SqliteFile(path, content)

    def _unpack(self, path: Path) -> Path:
        """Decompress a file, for as long as this object lives."""
        if self._unpacked is None:
            self._unpacked = Path(mkdtemp(prefix="csk_ros_bag_"))
            weakref.finalize(self, shutil.rmtree, self._unpacked, ignore_errors=True)
        unpacked = self._unpacked / path.stem
        with path.open("rb") as source, unpacked.open("wb") as target:
            _decompress(path, source, target)
        return unpacked


def unreadable(path: Path, error: OSError) -> RecordingError:
    """The error for a file that the system does not let us read."""
    return RecordingError(f"{error.filename or path}: cannot be read: {error.strerror or error}")


def _decompress(path: Path, source: BinaryIO, target: BinaryIO) -> None:
    try:
        with zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True) as reader:
            shutil.copyfileobj(reader, target)
    except zstandard.ZstdError as error:
        raise damaged(path, error) from error


def _plain(message: BagMessage) -> BagMessage:
    """Decompress a message by itself, as rosbag2 can; what is serialised in ROS 2 never begins like that."""
    if not message.data.startswith(ZSTD):
        return message
    try:
        return message._replace(data=zstandard.ZstdDecompressor().decompressobj().decompress(message.data))
    except zstandard.ZstdError:
        # Damage costs this message alone: as it is it is no image, which is said where it is decoded.
        return message


def _numbers(file: BagFile, topics: Collection[str]) -> set[int]:
    return {
        number for number, channel in file.channels.items() if channel.readable and channel.topic in topics
    }


def _counts(files: Collection[BagFile]) -> Counter[Channel]:
    counts: Counter[Channel] = Counter()
    for file in files:
        for number, found in file.counts.items():
            counts[file.channels[number]] += found
    return counts
