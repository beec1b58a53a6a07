"""The node's outputs, put together from the topics that they came on."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.output import Output, anchor_of
from csk_ros.mode import NO_MODE, Mode

if TYPE_CHECKING:
    from csk_ros.demo.record import Record, SeenMode


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


def silences_of(record: Record) -> list[Silence]:
    """When the node said that it has no mode; before the first input and after the last that is no news."""
    return [
        Silence(record.seconds(seen.time), seen.reason)
        for seen in record.modes
        if seen.mode == NO_MODE and 0 <= record.seconds(seen.time) <= record.duration
    ]


_MODES = frozenset(mode.value for mode in Mode)
