"""Which files a bag is made of, and what its metadata.yaml promises of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import yaml

from csk_ros.recording.bag_files.mcap_file import MAGIC as MCAP
from csk_ros.recording.bag_files.sqlite_file import MAGIC as SQLITE
from csk_ros.recording.recording import RecordingError

METADATA = "metadata.yaml"

ZSTD = b"\x28\xb5\x2f\xfd"

ROS1_ADVICE = "`rosbags-convert --src RUN.bag --dst FOLDER` makes a rosbag2 of a ROS 1 bag"

_SUFFIXES = (".mcap", ".db3", ".zstd", ".zst")


@dataclass(frozen=True)
class BagLayout:
    """A bag's files in the order of metadata.yaml, and what it says of their topics."""

    files: tuple[Path, ...]
    promised: dict[str, tuple[str, int]] | None = None
    """Type and number of messages by topic; None if there is no metadata."""
    warnings: tuple[str, ...] = field(default=())


def bag_layout(path: Path) -> BagLayout:
    """Look at a bag's folder, or take a single file.

    Raises:
        RecordingError: there is no bag, or its metadata cannot be used.
        OSError: it cannot be read.
    """
    if not path.exists():
        raise RecordingError(f"{path}: no such bag")
    if not path.is_dir():
        return BagLayout((path,))
    metadata = path / METADATA
    if not metadata.exists():
        raise RecordingError(_without_metadata(path))
    names, promised = _read(metadata)
    files = tuple(path / name for name in dict.fromkeys(names))
    if missing := [file.name for file in files if not file.exists()]:
        raise RecordingError(
            f"{path}: {METADATA} names {', '.join(missing)}, which the folder has not; bring it back, or "
            "make the metadata anew with `ros2 bag reindex`"
        )
    warnings = []
    if len(files) < len(names):
        warnings.append(f"{METADATA} names a file twice; it is read once")
    if others := sorted(file.name for file in _bag_files(path) if file not in files):
        warnings.append(
            f"{METADATA} does not name {', '.join(others)}, which the folder has: left out. If it belongs to "
            "the recording, make the metadata anew with `ros2 bag reindex`"
        )
    return BagLayout(files, promised, tuple(warnings))


def file_format(path: Path) -> bytes:
    """MCAP, SQLITE or ZSTD: how a file begins.

    Raises:
        RecordingError: it is something else.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(16)
    for magic in (MCAP, SQLITE, ZSTD):
        if start.startswith(magic):
            return magic
    if start.startswith(b"#ROSBAG V"):
        raise RecordingError(f"{path}: a ROS 1 bag, expected one of ROS 2 (mcap or sqlite3): {ROS1_ADVICE}")
    if not start:
        raise RecordingError(f"{path}: an empty file, expected a rosbag2 (mcap or sqlite3)")
    raise RecordingError(
        f"{path}: no rosbag2: expected a bag's folder, or an mcap or sqlite3 file (.mcap, .db3), got a "
        f"file that begins with {start!r}"
    )


def _read(metadata: Path) -> tuple[list[str], dict[str, tuple[str, int]]]:
    """Names of the files, and what is said of the topics."""
    try:
        content: Any = yaml.safe_load(metadata.read_bytes())
    except yaml.YAMLError as error:
        raise _unusable(metadata, f"no YAML: {' '.join(str(error).split())}") from error
    try:
        content = content["rosbag2_bagfile_information"]
        names = [PurePath(name).name for name in content["relative_file_paths"]]
        topics = [
            (topic["topic_metadata"], topic["message_count"])
            for topic in content["topics_with_message_count"]
        ]
        promised: dict[str, tuple[str, int]] = {}
        for topic, count in topics:
            before = promised.get(topic["name"], ("", 0))[1]
            promised[topic["name"]] = (topic["type"], before + count)
    except (KeyError, TypeError) as error:
        raise _unusable(metadata, f"what rosbag2 writes is missing: {error!r}") from error
    return names, promised


def _unusable(metadata: Path, what: str) -> RecordingError:
    return RecordingError(
        f"{metadata}: {what}. Name the .mcap or .db3 file beside it, or make it anew with `ros2 bag reindex`"
    )


def _bag_files(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.suffix in _SUFFIXES]


def _without_metadata(folder: Path) -> str:
    if ros1 := sorted(file.name for file in folder.glob("*.bag")):
        names = ", ".join(ros1)
        return f"{folder}: expected a rosbag2, got a folder with ROS 1 bags ({names}): {ROS1_ADVICE}"
    found = ", ".join(sorted(file.name for file in _bag_files(folder))) or "none"
    return (
        f"{folder}: a bag's folder has a metadata.yaml, this one has none; name the .mcap or .db3 file "
        f"inside it (found: {found}), or make the metadata with `ros2 bag reindex`"
    )
