"""The skews of the pairs that the node's pairer makes of a recording's stamps."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.stream.frame import Frame, Stream
from csk_ros.stream.pairing import Pair, Pairer, PairingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from csk_ros.sync_check.observation import ObservedStream

UNLIMITED = 1e9
"""Seconds: as good as no limit."""

_NO_PICTURE = np.zeros((0, 0), np.uint8)


def pair_skews(streams: Mapping[Stream, ObservedStream], settings: PairingSettings) -> NDArray[np.float64]:
    """Pair the frames in the order and at the times in which they were recorded.

    Returns:
        [thermal frames] rgb stamp after the offset minus thermal stamp, in seconds; NaN without a partner.
    """
    pairer: Pairer[None] = Pairer(settings)
    pairs: list[Pair[None]] = []
    for now, stream, stamp in _arrivals(streams):
        pairs += pairer.advance(now)
        frame = Frame(stamp, stream, _NO_PICTURE, None)
        pairs += pairer.add_rgb(frame, now) if stream == "rgb" else pairer.add_thermal(frame, now)
    pairs += pairer.flush()
    return np.array([np.nan if pair.skew is None else pair.skew / 1e9 for pair in pairs])


def nearest_skews(streams: Mapping[Stream, ObservedStream], time_offset: float) -> NDArray[np.float64]:
    """The skew of every thermal frame's nearest rgb frame, however far and however late, in seconds."""
    return pair_skews(
        streams, PairingSettings(max_skew=UNLIMITED, rgb_wait=UNLIMITED, rgb_time_offset=time_offset)
    )


def _arrivals(streams: Mapping[Stream, ObservedStream]) -> Iterator[tuple[int, Stream, int]]:
    def of(stream: Stream) -> Iterator[tuple[int, Stream, int]]:
        observed = streams[stream]
        return ((time, stream, stamp) for time, stamp in zip(observed.times, observed.stamps, strict=True))

    return merge(of("rgb"), of("thermal"))
