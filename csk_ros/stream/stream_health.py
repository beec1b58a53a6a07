"""Follow the health of one stream, frame by frame, without flapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.stream.arrival_rate import ArrivalRate
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

OVERDUE_PERIODS = 3
"""A stream slower than its timeout is missing after so many of its own periods."""

LONGEST_PERIOD = nanoseconds(1.0)
"""Slower streams need a longer timeout. A stream's first frame does not tell its period: it may be this."""


@dataclass(frozen=True)
class HealthSettings:
    """When a stream counts as bad, and when as good again."""

    timeout: float = 0.3
    """Seconds without a frame after which the stream is missing."""
    frozen_after: float = 0.3
    """Seconds of one and the same picture after which it is frozen; 0 turns the check off.

    Longer than the repeats of a 9 Hz thermal core that is published at 30 Hz."""
    bad_frames: int = 3
    """Bad frames in a row before an ok stream is called bad."""
    good_frames: int = 3
    """Good frames in a row before a bad stream is called ok."""
    picture: PictureSettings | None = None
    """Limits for darkness, glare and contrast; None for a thermal stream, which has none of them."""


class StreamHealth:
    """The state machine of one stream, driven by its frames and by the clock passed in.

    Missing is entered at once; dark, glaring and flat after `bad_frames` frames; frozen when a
    picture has repeated that often over `frozen_after`. Every return takes `good_frames` frames,
    from frozen as many new pictures, unless `trust` shortens it.
    A stream's first frame decides alone: before it there was no state to protect.
    """

    def __init__(self, settings: HealthSettings | None = None) -> None:
        self.settings = settings or HealthSettings()
        self.arrivals = ArrivalRate()
        self.reset(None)

    def reset(self, now: int | None) -> None:
        """Begin anew at time `now` (ns), as if no frame had ever come."""
        self.state = Health.WAITING
        self.arrivals.clear()
        self._waiting_since = now
        self._bad = 0
        self._good = 0
        self._picture: NDArray[Any] | None = None
        self._picture_since = 0
        self._repeats = 0

    @property
    def recovering(self) -> bool:
        """True while the stream is not yet ok again, but its newest frame was good."""
        return self.state is not Health.OK and self._good > 0

    def trust(self) -> None:
        """Call a recovering stream ok at once: for when nothing else serves."""
        if self.recovering:
            self.state = Health.OK

    def see(self, thumbnail: NDArray[Any], now: int) -> None:
        """Judge the next frame, which arrived at `now` (ns)."""
        self.advance(now)
        self.arrivals.add(now)
        verdict = self._judge(thumbnail, now)
        if verdict is Health.OK:
            self._bad = 0
            # A repeat does not show that a frozen stream moves again.
            self._good += self.state is not Health.FROZEN or self._repeats == 0
        else:
            self._bad += 1
            self._good = 0
        if self.state is Health.WAITING:
            self.state = verdict
        elif verdict is Health.OK:
            if self._good >= self.settings.good_frames:
                self.state = Health.OK
        elif verdict is Health.FROZEN or self._bad >= self.settings.bad_frames:
            # Frozen has already been seen over several frames when it is first said.
            self.state = verdict

    def advance(self, now: int) -> None:
        """Notice at time `now` (ns) that no frame has come for too long."""
        if self._waiting_since is None:
            self._waiting_since = now
        if now >= self.missing_at():
            self.state = Health.MISSING
            self._bad = self._good = 0
            self._picture = None

    def missing_at(self) -> int:
        """Say at what time (ns) the stream will be missing if no frame comes."""
        timeout = nanoseconds(self.settings.timeout)
        last, period = self.arrivals.last, self.arrivals.period()
        if last is None:
            return (self._waiting_since or 0) + timeout
        if period is None or period > LONGEST_PERIOD:
            period = LONGEST_PERIOD
        return last + max(timeout, OVERDUE_PERIODS * period)

    def _judge(self, thumbnail: NDArray[Any], now: int) -> Health:
        frozen = self._repeated(thumbnail, now)
        if self.settings.picture is not None:
            verdict = judge_picture(thumbnail, self.settings.picture, current=self.state)
            if verdict is not Health.OK:
                return verdict
        return Health.FROZEN if frozen else Health.OK

    def _repeated(self, thumbnail: NDArray[Any], now: int) -> bool:
        """Say whether this very picture has been sent for `frozen_after` and `bad_frames` repeats."""
        # Invalid pixels of a radiometric picture are NaN.
        known = self._picture is not None and np.array_equal(self._picture, thumbnail, equal_nan=True)
        if not known or self.settings.frozen_after <= 0:
            self._picture = thumbnail
            self._picture_since = now
            self._repeats = 0
            return False
        self._repeats += 1
        long_enough = now - self._picture_since >= nanoseconds(self.settings.frozen_after)
        return long_enough and self._repeats >= self.settings.bad_frames
