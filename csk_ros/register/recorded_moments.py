"""Moments spread over a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.register.moment import Moment
from csk_ros.stream.frame import Frame
from csk_ros.stream.health import Health
from csk_ros.stream.pairing import Pairer, PairingSettings
from csk_ros.stream.picture_quality import PictureSettings, judge_picture
from csk_ros.stream.stamp_order import StampOrder, StampVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.recording.recorded_image import RecordedImage
    from csk_ros.recording.recording import Recording
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.pairing import Pair

LONGEST_WAIT = 1.0
"""Seconds that a thermal frame waits for the rgb frames to come: nothing here is in a hurry."""

_NO_PICTURE = np.empty((0, 0), np.uint8)
"""Pairing looks at stamps alone."""


def spread_moments(recording: Recording, count: int, *, rgb_time_offset: float = 0.0) -> list[Moment]:
    """Moments at even distances, of those where both cameras show something.

    The recording is gone through once, and about twice as many moments as asked for are held meanwhile.

    Args:
        recording: with pictures of both cameras.
        count: of moments; fewer if there are fewer.
        rgb_time_offset: added to rgb stamps, in seconds.

    Raises:
        RecordingError: a picture cannot be read.
    """
    kept: list[Moment] = []
    stride = 1
    for index, moment in enumerate(_usable(recording, rgb_time_offset)):
        if index % stride:
            continue
        kept.append(moment)
        if len(kept) == 2 * count:
            kept = kept[::2]
            stride *= 2
    if len(kept) <= count:
        return kept
    return [kept[round(place)] for place in np.linspace(0, len(kept) - 1, count)]


def _usable(recording: Recording, rgb_time_offset: float) -> Iterator[Moment]:
    for pair in _pairs(recording, rgb_time_offset):
        if pair.rgb is None:
            continue
        rgb, thermal = pair.rgb.message.image, pair.thermal.message.image
        measured = thermal[np.isfinite(thermal)]
        shows = measured.size > 0 and measured.min() < measured.max()
        if shows and judge_picture(rgb, PictureSettings()) is Health.OK:
            yield Moment(pair.thermal.stamp, rgb, thermal)


def _pairs(recording: Recording, rgb_time_offset: float) -> Iterator[Pair[RecordedImage]]:
    """Thermal pictures with the rgb ones nearest in time, as the node pairs them."""
    pairer: Pairer[RecordedImage] = Pairer(
        PairingSettings(rgb_wait=LONGEST_WAIT, rgb_time_offset=rgb_time_offset)
    )
    orders: dict[Stream, StampOrder] = {"rgb": StampOrder(), "thermal": StampOrder()}
    for picture in recording:
        if picture.stream == "labels":
            continue
        verdict = orders[picture.stream].judge(picture.stamp)
        if verdict is StampVerdict.REWOUND:
            yield from pairer.flush()
            pairer.clear()
            for order in orders.values():
                order.reset()
            verdict = orders[picture.stream].judge(picture.stamp)
        if verdict is StampVerdict.OK:
            add = pairer.add_rgb if picture.stream == "rgb" else pairer.add_thermal
            yield from add(Frame(picture.stamp, picture.frame_id, _NO_PICTURE, picture), picture.time)
    yield from pairer.flush()
