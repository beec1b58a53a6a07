"""A recording of few and small pictures."""

from __future__ import annotations

import numpy as np

from csk_ros.recording.held_recording import HeldRecording
from csk_ros.recording.recorded_image import RecordedImage


def small_recording(frames, *, period=0.02, start=1_000_000_000, labels=False, size=(12, 16)):
    """`frames` pairs of random pictures, different each; stamps lie 3 ms before times."""
    random = np.random.default_rng(5)
    pictures = []
    for number in range(frames):
        time = start + round(number * period * 1e9)
        rgb = random.integers(0, 256, (*size, 3), np.uint8)
        thermal = random.integers(0, 65_536, size, np.uint16)
        stamp = time - 3_000_000
        pictures += [
            RecordedImage("rgb", time, stamp, "rgb_optical", "rgb8", rgb),
            RecordedImage("thermal", time, stamp, "thermal_optical", "mono16", thermal),
        ]
        if labels:
            ids = random.integers(0, 4, size, np.uint8)
            pictures.append(RecordedImage("labels", time, stamp, "thermal_optical", "mono8", ids))
    return HeldRecording(pictures)
