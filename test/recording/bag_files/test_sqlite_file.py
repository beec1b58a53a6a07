"""Every message of a sqlite3 file is found, those in its write-ahead log too; nothing is written beside."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from rosbags.rosbag2 import StoragePlugin

from csk_ros.recording.bag_files.sqlite_file import SqliteFile
from csk_ros.recording.recording import RecordingError
from support.bag_files import bag_file, image_message, write_bag

GREY = np.zeros((40, 60), np.uint8)


@pytest.fixture
def path(tmp_path):
    messages = [("/thermal", time, image_message(GREY, "mono8")) for time in (30, 10, 20)]
    return bag_file(write_bag(tmp_path / "bag", messages, StoragePlugin.SQLITE3))


@pytest.fixture
def writer(path):
    """A recorder that was killed: three more messages are in the write-ahead log alone."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute(
        "INSERT INTO messages (topic_id, timestamp, data) "
        "SELECT topic_id, timestamp + 100, data FROM messages"
    )
    connection.commit()
    yield connection
    connection.close()


def found(file):
    with file.open(set(file.channels)) as read:
        return [
            message.time
            for block in file.places.blocks(set(file.channels))
            for message in read(block.position)
        ]


def content(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_messages_are_found_with_their_times(path):
    file = SqliteFile(path, path)
    assert file.counts == {1: 3}
    assert found(file) == [30, 10, 20]
    assert file.promised is None


@pytest.mark.usefixtures("writer")
def test_what_is_in_the_write_ahead_log_is_read_and_nothing_is_written(path, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    # As after a crash: without the shared memory that belongs to a process.
    for end in ("", "-wal"):
        (copy / f"bag.db3{end}").write_bytes(path.with_name(path.name + end).read_bytes())
    before = content(copy)
    file = SqliteFile(copy / "bag.db3", copy / "bag.db3")
    assert file.counts == {1: 6}
    assert found(file) == [30, 10, 20, 130, 110, 120]
    assert content(copy) == before


def test_a_file_in_wal_mode_that_was_closed_needs_no_log(path, writer):
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writer.close()
    before = content(path.parent)
    assert len(found(SqliteFile(path, path))) == 6
    assert content(path.parent) == before


def test_types_whose_definition_nobody_knew_are_no_fault(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE message_definitions SET encoding = 'unknown'")
    assert len(found(SqliteFile(path, path))) == 3


def test_the_oldest_layout_is_read(path):
    with sqlite3.connect(path) as connection:
        for table in ("schema", "metadata", "message_definitions"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX timestamp_idx")
        for column in ("offered_qos_profiles", "type_description_hash"):
            connection.execute(f"ALTER TABLE topics DROP COLUMN {column}")
    assert len(found(SqliteFile(path, path))) == 3


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_refused(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(RecordingError, match=r"bag\.db3: a recording that was cut off.*\.recover"):
        found(SqliteFile(path, path))


def test_messages_of_no_topic_are_damage(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE messages SET topic_id = 9 WHERE timestamp = 10")
    with pytest.raises(RecordingError, match=r"it has messages of the topics \[9\], and none of that number"):
        SqliteFile(path, path)


def test_another_database_is_no_bag(tmp_path):
    with sqlite3.connect(tmp_path / "a.db3") as connection:
        connection.execute("CREATE TABLE notes (x)")
    with pytest.raises(RecordingError, match=r"a\.db3: expected a rosbag2, got an SQLite file without"):
        SqliteFile(tmp_path / "a.db3", tmp_path / "a.db3")
