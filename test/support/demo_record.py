"""Made-up records of a demo, in round numbers."""

from __future__ import annotations

import numpy as np

from csk_ros.demo.record import Record, SeenMode, SeenPicture
from csk_ros.evaluation.pictures.panel import compress
from csk_ros.live.seen import Seen, SeenDiagnostics

ZERO = 7_000_000_000
"""Monotonic time of the first input in ns."""

STAMP = 1_000_000_000
"""Its stamp in ns."""

GREY = compress(np.full((6, 8, 3), 128, np.uint8))


def ns(seconds):
    return round(seconds * 1e9)


def stamp_at(seconds):
    return STAMP + ns(seconds)


class RecordMaker:
    """Fills a record; all times in seconds of the demo."""

    def __init__(self):
        self.record = Record()

    def inputs(self, camera, times, jpeg=GREY):
        """Pictures that arrive the moment they are stamped."""
        for time in times:
            seen = (stamp_at(time), ZERO + ns(time))
            self.record.inputs[camera].append(Seen(*seen))
            self.record.pictures[camera].append(SeenPicture(*seen, jpeg))
        return self

    def output(self, taken, arrived, mode, reason="", jpeg=GREY):
        """Labels, mode and overlay for a picture."""
        stamp, time = stamp_at(taken), ZERO + ns(arrived)
        self.record.labels.append(Seen(stamp, time))
        self.record.modes.append(SeenMode(stamp, time, mode, reason))
        self.record.pictures["labels"].append(SeenPicture(stamp, time, jpeg))
        return self

    def silence(self, since, reason):
        """The node says that it cannot publish."""
        time = ZERO + ns(since)
        self.record.modes.append(SeenMode(time, time, "none", reason))
        return self

    def diagnostics(self, **values):
        text = {key.replace("__", "."): str(value) for key, value in values.items()}
        self.record.diagnostics = SeenDiagnostics(0, ZERO, 0, "", text)
        return self

    def end(self, seconds):
        self.record.ended = ZERO + ns(seconds)
        return self.record


def simple_record():
    """Two seconds at 4 Hz: fused, then thermal from 1 s on, when rgb drops out; 50 ms of latency."""
    maker = RecordMaker()
    maker.inputs("rgb", [0.0, 0.25, 0.5, 0.75]).inputs("thermal", [n / 4 for n in range(8)])
    for number in range(8):
        mode, reason = ("fused", "both cameras ok") if number < 4 else ("thermal", "rgb missing")
        maker.output(number / 4, number / 4 + 0.05, mode, reason)
    return maker.end(2.0)
