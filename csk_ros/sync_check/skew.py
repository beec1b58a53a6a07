"""The pairs that the node's pairer makes of a recording's stamps: their skews, and how long they waited."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.stream.frame import Frame, Stream, nanoseconds
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
    return np.array(
        [np.nan if pair.skew is None else pair.skew / 1e9 for pair, _ in _decisions(streams, settings)]
    )


def pair_waits(streams: Mapping[Stream, ObservedStream], settings: PairingSettings) -> NDArray[np.float64]:
    """How long each thermal frame waits from its arrival until it goes out, with rgb or alone.

    Returns:
        [thermal frames] seconds, at most `rgb_wait`; 0 where an rgb frame as new was there before.
    """
    # The node's timer is punctual, a recording's next frame may come long after the wait is over.
    longest = nanoseconds(settings.rgb_wait)
    return np.array([min(now - pair.arrival, longest) / 1e9 for pair, now in _decisions(streams, settings)])


def nearest_skews(streams: Mapping[Stream, ObservedStream], time_offset: float) -> NDArray[np.float64]:
    """The skew of every thermal frame's nearest rgb frame, however far and however late, in seconds."""
    return pair_skews(
        streams, PairingSettings(max_skew=UNLIMITED, rgb_wait=UNLIMITED, rgb_time_offset=time_offset)
    )


def _decisions(
    streams: Mapping[Stream, ObservedStream], settings: PairingSettings
) -> Iterator[tuple[Pair[None], int]]:
    """Each pair and when it is decided, in ns; what waits at the end, when its wait is over."""
    pairer: Pairer[None] = Pairer(settings)
    for now, stream, stamp in _arrivals(streams):
        pairs = pairer.advance(now)
        frame = Frame(stamp, stream, _NO_PICTURE, None)
        pairs += pairer.add_rgb(frame, now) if stream == "rgb" else pairer.add_thermal(frame, now)
        yield from ((pair, now) for pair in pairs)
    yield from ((pair, pair.arrival + nanoseconds(settings.rgb_wait)) for pair in pairer.flush())


def _arrivals(streams: Mapping[Stream, ObservedStream]) -> Iterator[tuple[int, Stream, int]]:
    def of(stream: Stream) -> Iterator[tuple[int, Stream, int]]:
        observed = streams[stream]
        return ((time, stream, stamp) for time, stamp in zip(observed.times, observed.stamps, strict=True))

    return merge(of("rgb"), of("thermal"))
