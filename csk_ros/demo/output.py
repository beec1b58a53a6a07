"""The node's outputs, put together from the topics that they came on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from csk_ros.demo.record import Record, SeenMode
    from csk_ros.recording.fault import Camera


@dataclass(frozen=True)
class Output:
    """Labels that arrived."""

    stamp: int
    time: float
    """Seconds of the demo when they arrived."""
    mode: Mode
    reason: str
    anchored: float | None
    """Seconds of the demo when the picture that they belong to arrived; None if it was not seen."""

    @property
    def latency(self) -> float | None:
        """Seconds from the picture's arrival to the labels'; None if the picture was not seen."""
        return None if self.anchored is None else self.time - self.anchored


def anchor_of(mode: Mode) -> Camera:
    """The camera whose stamps and pixels an output of that mode has."""
    return "rgb" if mode is Mode.RGB else "thermal"


def outputs_of(record: Record) -> list[Output]:
    """Say of all labels which mode they were made in and when their picture had arrived.

    The mode is that of the message with the labels' stamp; if it was lost on the way, of the last one before
    it. Labels that no mode came before are left out.
    """
    modes = sorted((mode for mode in record.modes if mode.mode in _MODES), key=lambda mode: mode.stamp)
    stamps = [mode.stamp for mode in modes]
    arrivals = {
        camera: {picture.stamp: picture.time for picture in pictures}
        for camera, pictures in record.inputs.items()
    }
    outputs = []
    for labels in record.labels:
        place = bisect_right(stamps, labels.stamp)
        if place == 0:
            continue
        told: SeenMode = modes[place - 1]
        mode = Mode(told.mode)
        arrival = arrivals[anchor_of(mode)].get(labels.stamp)
        anchored = None if arrival is None else record.seconds(arrival)
        outputs.append(Output(labels.stamp, record.seconds(labels.time), mode, told.reason, anchored))
    return outputs


_MODES = frozenset(mode.value for mode in Mode)
