"""The recording that a demo plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.progress_bars import counted
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.fitted_recording import FittedRecording
from csk_ros.recording.pairs_recording import PairsRecording
from csk_ros.synthetic.recording import SyntheticRecording

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.recording.recording import Recording

STREET = 25
"""Seed of the synthetic street: one with cars, people and bikes near the camera."""

STREET_RATE = 8.0
"""Moments a second of the synthetic street: what two cores of a CPU can label."""

DUSK = 0.35
"""Daylight at the end; it begins at noon, 1."""

SLOWEST, FASTEST = 2.0, 8.0
"""Pairs a second: few pairs are shown slowly, many as a CPU can label them."""


def bag(path: Path, seconds: float, **topics: str | None) -> Recording:
    """The beginning of a rosbag2, or all of it again and again; `topics` as of BagRecording.

    Raises:
        RecordingError: it cannot be read or lacks a camera.
    """
    recording = BagRecording(path, **topics)
    recording.require_both_cameras()
    return FittedRecording(recording, seconds)


def pairs(rgb_dir: Path, thermal_dir: Path, seconds: float, rate: float | None = None) -> Recording:
    """Folders of pictures as a stream of that length, again and again if they are few.

    Args:
        rgb_dir: colour pictures.
        thermal_dir: thermal pictures of the same names.
        seconds: length.
        rate: pairs a second; None shows each pair once if that is neither too slow nor too fast.

    Raises:
        RecordingError: the folders cannot be read or share no name.
        ValueError: the rate is not positive, or not finite.
    """
    if rate is None:
        count = len(PairsRecording(rgb_dir, thermal_dir, rate=1.0).names)
        rate = min(max(count / seconds, SLOWEST), FASTEST)
    return FittedRecording(PairsRecording(rgb_dir, thermal_dir, rate=rate), seconds)


def synthetic(folder: Path, seconds: float) -> Recording:
    """A street from noon to dusk, in a bag: painting it while it plays would slow the node down."""
    street = SyntheticRecording(
        STREET,
        duration=seconds,
        rate=STREET_RATE,
        daylight=lambda time: 1.0 + (DUSK - 1.0) * time / seconds,
    )
    path = folder / "street"
    total = sum(street.counts.values())
    with BagWriter(path) as writer:
        for picture in counted(street, total, "painting a street", "picture"):
            writer.write(picture)
    return BagRecording(path, lambda _: None)
