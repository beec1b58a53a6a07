"""A rig of two cameras that is swung by hand in front of a wall: what each sees, and when."""

from __future__ import annotations

import cv2
import numpy as np

from csk_ros.recording.recorded_image import RecordedImage

START = 100.0
"""Second of the first picture."""

SHAPE = (120, 160)


def swing(times, seed=0):
    """Where the rig looks, in pixels along x and y: uneven, as a hand turns."""
    random = np.random.default_rng(seed)
    rates, phases = random.uniform(0.1, 0.9, 6), random.uniform(0, 2 * np.pi, 6)
    turns = 2 * np.pi * np.outer(times, rates) + phases
    width = 60 / (1 + 2 * rates)
    return np.sin(turns) @ width, 0.2 * np.cos(turns) @ width


def wall(seed, size=700):
    """A wall with structure of all sizes, float32[size, size] of mean 0 and deviation 1."""
    random = np.random.default_rng(seed)
    layers = [cv2.GaussianBlur(random.normal(size=(size, size)), (0, 0), sigma) for sigma in (2, 5, 12, 30)]
    whole = sum(layer / layer.std() for layer in layers)
    return (whole / whole.std()).astype(np.float32)


class SwungRig:
    """Pictures of both cameras, in order of time; thermal sees the wall with other contrasts.

    Args:
        time_offset: seconds that rgb's stamps lack.
        seconds: length.
        rates: pictures a second of rgb and of thermal.
        jitter: standard deviation of the stamps' error in seconds.
        lost: share of pictures that are missing.
        drift: seconds a second that rgb's stamps lack more.
        still: the rig does not move.
    """

    def __init__(
        self,
        time_offset=0.0,
        *,
        seconds=16.0,
        rates=(30.0, 9.0),
        jitter=0.0,
        lost=0.0,
        drift=0.0,
        still=False,
    ):
        self.random = np.random.default_rng(1)
        self.seconds, self.still = seconds, still
        seen_alike, warm = wall(2), wall(3)
        rgb = self._camera("rgb", 110 + 40 * seen_alike, rates[0], lost)
        thermal = self._camera("thermal", 110 + 20 * (warm - seen_alike), rates[1], lost)
        pictures = []
        for stream, time, image in (*rgb, *thermal):
            error = self.random.normal(0, jitter)
            if stream == "rgb":
                error -= time_offset + drift * time
            stamp = round((START + time + error) * 1e9)
            now = round((START + time) * 1e9)
            encoding = "rgb8" if stream == "rgb" else "mono8"
            pictures.append(RecordedImage(stream, now, stamp, stream, encoding, image))
        self.pictures = sorted(pictures, key=lambda picture: picture.time)

    def __iter__(self):
        return iter(self.pictures)

    def _camera(self, stream, scene, rate, lost):
        times = np.arange(self.random.uniform(0, 1 / rate), self.seconds, 1 / rate)
        times = times[self.random.random(len(times)) >= lost]
        for time, x, y in zip(times, *swing(0 * times if self.still else times), strict=True):
            look = np.float32([[1, 0, 270 + x], [0, 1, 290 + y]])
            view = cv2.warpAffine(scene, look, SHAPE[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            image = np.clip(view + self.random.normal(0, 6, SHAPE), 0, 255).astype(np.uint8)
            yield stream, time, np.dstack([image] * 3) if stream == "rgb" else image
