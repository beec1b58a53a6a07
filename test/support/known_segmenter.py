"""A network whose answer can be worked out by hand, and a recording for it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from csk_ros.inference.normalization import Normalization
from csk_ros.inference.prediction import Prediction
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.recorded_image import RecordedImage

MS = 1_000_000
START = 5_000 * MS


class KnownSegmenter:
    """Answers the ids that thermal holds, but for the first row if it is alone; else those of rgb's red."""

    label_set = STREET
    metadata = SimpleNamespace(normalization=Normalization())

    def __call__(self, rgb, thermal, *, limits=None, confidence=True):  # noqa: ARG002
        if thermal is None:
            labels, mode = rgb[..., 0] % 4, Mode.RGB
        else:
            labels, mode = (thermal % 4).astype(np.uint8), Mode.THERMAL if rgb is None else Mode.FUSED
            if mode is Mode.THERMAL:
                labels[0] = 0
        return Prediction(labels, labels if confidence else None, mode)


def picture(stream, number, image, *, period=100 * MS, late=0):
    """The picture of a moment, which arrives `late` ns after its stamp."""
    stamp = START + number * period
    encoding = {"rgb": "rgb8", "thermal": "mono16", "labels": "mono8"}[stream]
    return RecordedImage(stream, stamp + late, stamp, f"{stream}_optical", encoding, image)


def moments(count, *, size=(6, 8), rgb_level=100, errors=0):
    """Pictures at 10 Hz, rgb then thermal then truth of each moment.

    Thermal says 1 everywhere, and 2 in the last row. The first `errors` pixels of row 1 are truly 3.
    """
    random = np.random.default_rng(3)
    for number in range(count):
        rgb = np.full((*size, 3), rgb_level, np.uint8)
        rgb[..., 1] = random.integers(max(0, rgb_level - 60), min(rgb_level + 60, 255), size)
        # No two pictures are alike, or the camera would count as frozen.
        thermal = np.full(size, 1 + 4 * (number + 1), np.uint16)
        thermal[-1] += 1
        truth = np.full(size, 1, np.uint8)
        truth[-1] = 2
        truth[1, :errors] = 3
        yield picture("rgb", number, rgb)
        yield picture("thermal", number, thermal)
        yield picture("labels", number, truth)
