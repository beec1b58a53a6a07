"""The times of a recording and those of its replay."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """One pass over a recording: when things are due, and what is stamped on them. All in nanoseconds."""

    first: int
    """Time of the recording's first picture."""
    began: int
    """When the pass began, on the monotonic clock."""
    speed: float
    """Seconds of the recording per second."""
    fresh: int | None = None
    """When the pass began, on the clock of the stamps; None: stamps stay as recorded."""

    def due(self, time: int) -> int:
        """When a picture of the recording's `time` is due, on the monotonic clock."""
        return self.began + round((time - self.first) / self.speed)

    def time_at(self, now: int) -> int:
        """The recording's time at `now` on the monotonic clock."""
        return self.first + round((now - self.began) * self.speed)

    def stamp(self, recorded: int) -> int:
        """What to stamp on something that happened at `recorded` on the recording's clock."""
        # 0 is no time but a stamp that is not set.
        if self.fresh is None or recorded == 0:
            return recorded
        return self.fresh + round((recorded - self.first) / self.speed)
