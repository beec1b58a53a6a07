"""A sqlite3 file of a rosbag2, with what is still in its write-ahead log."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.recording.bag_files.bag_file import BagMessage, Channel, damaged
from csk_ros.recording.bag_files.message_places import MessagePlaces
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

MAGIC = b"SQLite format 3\0"


class SqliteFile:
    """See BagFile; a position is the number of a row.

    Args:
        path: the file's name, for messages.
        content: where its bytes are: a file that begins with MAGIC.

    Raises:
        RecordingError: it is cut off, damaged or no rosbag2, or cannot be read.
    """

    promised: dict[int, int] | None = None

    def __init__(self, path: Path, content: Path) -> None:
        self.path = path
        self._content = content
        self.places = MessagePlaces()
        with self._connection() as connection, self._damage():
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not {"topics", "messages"} <= tables:
                raise RecordingError(
                    f"{path}: expected a rosbag2, got an SQLite file without its tables topics and messages"
                )
            self.channels = {
                number: Channel(topic, kind, encoding)
                for number, topic, kind, encoding in connection.execute(
                    "SELECT id, name, type, serialization_format FROM topics"
                )
            }
            self.counts: Counter[int] = Counter(
                dict(connection.execute("SELECT topic_id, count(*) FROM messages GROUP BY topic_id"))
            )
            if unknown := self.counts.keys() - self.channels.keys():
                raise damaged(
                    path, f"it has messages of the topics {sorted(unknown)}, and none of that number"
                )
            readable = [number for number, channel in self.channels.items() if channel.readable]
            marks = ",".join("?" * len(readable))
            query = f"SELECT rowid, topic_id, timestamp FROM messages WHERE topic_id IN ({marks})"  # noqa: S608
            for row, topic, time in connection.execute(f"{query} ORDER BY rowid", readable):
                self.places.add(row, topic, (time,))

    @contextmanager
    def open(self, wanted: Collection[int]) -> Iterator[Callable[[int], Iterator[BagMessage]]]:
        """See BagFile."""
        with self._connection() as connection:

            def read(position: int) -> Iterator[BagMessage]:
                with self._damage():
                    rows = connection.execute(
                        "SELECT topic_id, timestamp, data FROM messages WHERE rowid = ?", (position,)
                    ).fetchall()
                for topic, time, data in rows:
                    if topic in wanted:
                        yield BagMessage(time, self.channels[topic], data)

            yield read

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        file = self._content.resolve()
        log, journal = Path(f"{file}-wal"), Path(f"{file}-journal")
        # Nothing is written beside the file, which may lie in a folder that cannot be written: its
        # write-ahead log is read without the shared memory that other processes would need.
        if _has_content(log):
            how = "mode=ro&vfs=unix-none"
        else:
            how = "mode=ro" if _has_content(journal) else "mode=ro&immutable=1"
        # Asked before, for the system's own words: to sqlite3 a forbidden file is one that it cannot open.
        for part in (file, log):
            if part == file or _has_content(part):
                part.open("rb").close()
        with self._damage():
            # Read-ahead goes through a recording in a thread, and may be ended from another.
            connection = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, check_same_thread=False)
        with closing(connection):
            with self._damage():
                connection.execute("PRAGMA locking_mode=EXCLUSIVE")
                ((pages,), (size,)) = (
                    connection.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size")
                )
            if not _has_content(log) and pages * size > file.stat().st_size:
                raise damaged(self.path, f"expected {pages * size} bytes, got {file.stat().st_size}")
            yield connection

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise damaged(self.path, error) from error


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
