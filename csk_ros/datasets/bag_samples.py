"""A data set out of a recording: a rosbag2 that carries ground truth."""

from __future__ import annotations

import sys
from bisect import bisect_left
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from csk_ros.datasets.problem import DatasetError, Problem
from csk_ros.datasets.read_sample import Pictures, read_sample
from csk_ros.recording.bag_recording import BagRecording

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.sample import Sample
    from csk_ros.recording.recorded_image import RecordedStream


class BagSamples:
    """Samples of a bag: its label pictures, each with the thermal picture of the same stamp.

    With them goes the rgb picture of the nearest stamp. Label pictures without a thermal one, or without an
    rgb one near enough, are left out; `left_out` counts them. Of a bag without an rgb topic the samples have
    no rgb.

    A bag can only be read from its start, so it is gone through twice, to choose and to keep. Only what was
    chosen stays in memory, decoded: at 640x480 a sample takes 1.5 MB with 8-bit thermal, 1.8 MB with 16-bit.

    Args:
        path: a bag's folder, or a single .mcap or .db3 file.
        rgb_topic, thermal_topic, labels_topic: chosen by their names where none is given.
        max_skew: largest distance in seconds between the stamps of the rgb and the thermal picture.

    Raises:
        RecordingError: no bag, a damaged one, or topics that cannot be told apart.
        DatasetError: no ground truth, no thermal pictures, or no samples.
        ValueError: max_skew is negative, or not finite.
    """

    problems: tuple[Problem, ...] = ()
    """Always none: what is left out of a recording is no fault of it."""

    def __init__(
        self,
        path: Path,
        *,
        rgb_topic: str | None = None,
        thermal_topic: str | None = None,
        labels_topic: str | None = None,
        max_skew: float = 0.05,
    ) -> None:
        if not 0 <= max_skew < inf:
            raise ValueError(f"max_skew: expected seconds from 0 up and a finite number, got {max_skew}")
        recording = BagRecording(
            path, rgb_topic=rgb_topic, thermal_topic=thermal_topic, labels_topic=labels_topic
        )
        _refuse_without(recording, "labels")
        _refuse_without(recording, "thermal")
        for doubt in recording.doubts:
            print(f"{path}: {doubt}", file=sys.stderr)
        stamps: dict[RecordedStream, set[int]] = {"rgb": set(), "thermal": set(), "labels": set()}
        for picture in recording:
            stamps[picture.stream].add(picture.stamp)
        anchors = sorted(stamps["labels"] & stamps["thermal"])
        rgb: dict[int, int] = {}
        if "rgb" in recording.topics:
            rgb = _nearest(anchors, sorted(stamps["rgb"]), round(max_skew * 1e9))
            anchors = list(rgb)
        if not anchors:
            raise _unusable(
                f"{path}: none of the {len(stamps['labels'])} pictures on {recording.topics['labels']} has a "
                f"thermal picture of the same stamp and an rgb picture within {max_skew:g} s; stamps of "
                "ground truth are those of the thermal pictures it was made for"
            )
        self._stamps = anchors
        self.names = tuple(f"{stamp // 10**9}.{stamp % 10**9:09d}" for stamp in anchors)
        """Stamps of the thermal pictures in seconds."""
        self.left_out = len(stamps["labels"]) - len(anchors)
        self._rgb_stamps = rgb
        chosen = set(anchors)
        self._pictures = _keep(recording, {"rgb": set(rgb.values()), "thermal": chosen, "labels": chosen})

    def __len__(self) -> int:
        return len(self._stamps)

    def __getitem__(self, index: int) -> Sample:
        """Give one sample.

        Raises:
            DatasetError: its pictures differ in size.
        """
        return read_sample(self.names[index], [partial(self._moment, self._stamps[index])])

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Give the class ids of one sample."""
        return self._pictures["labels"][self._stamps[index]]

    def turned(self) -> dict[str, int]:
        """Count no file: messages have no Exif orientation."""
        return {}

    def _moment(self, stamp: int) -> Pictures:
        streams: dict[RecordedStream, int] = {"thermal": stamp, "labels": stamp}
        if stamp in self._rgb_stamps:
            streams["rgb"] = self._rgb_stamps[stamp]
        return {stream: self._pictures[stream][taken] for stream, taken in streams.items()}


def _nearest(anchors: Sequence[int], others: Sequence[int], max_distance: int) -> dict[int, int]:
    """The nearest other stamp of every anchor that has one within the distance, the earlier of two alike."""
    found = {}
    for anchor in anchors:
        place = bisect_left(others, anchor)
        near = others[max(0, place - 1) : place + 1]
        best = min(near, key=lambda other: abs(other - anchor), default=None)
        if best is not None and abs(best - anchor) <= max_distance:
            found[anchor] = best
    return found


def _keep(
    recording: BagRecording, wanted: Mapping[RecordedStream, Collection[int]]
) -> dict[RecordedStream, dict[int, NDArray[Any]]]:
    """The pictures of the wanted stamps; of two with one stamp the first."""
    kept: dict[RecordedStream, dict[int, NDArray[Any]]] = {stream: {} for stream in wanted}
    for picture in recording:
        if picture.stamp in wanted[picture.stream]:
            kept[picture.stream].setdefault(picture.stamp, picture.image)
    return kept


def _refuse_without(recording: BagRecording, stream: RecordedStream) -> None:
    if stream not in recording.topics:
        raise _unusable(
            f"{recording.path}: no topic is known to carry {stream} pictures; say which with {stream}_topic "
            f"(used are {', '.join(recording.topics.values())})"
            + "".join(f". {doubt}" for doubt in recording.doubts)
        )


def _unusable(text: str) -> DatasetError:
    return DatasetError([Problem("unusable", text)])
