"""A clock that jumps and stands still, as a function of the time that really passes."""

from __future__ import annotations

from dataclasses import dataclass

from csk_ros.stream.frame import nanoseconds

BEGIN = nanoseconds(1000.0)
"""What every clock shows at the beginning: far from 0, which means "no stamp" to ROS."""


@dataclass(frozen=True)
class Jump:
    """At `at` seconds the clock is put forward by `by` seconds; back, if negative."""

    at: float
    by: float


@dataclass(frozen=True)
class Standstill:
    """From `start` to `end` seconds the clock stands still: a paused simulation."""

    start: float
    end: float


@dataclass(frozen=True)
class UnsteadyClock:
    """A clock by true time; all methods take and return nanoseconds, true time from 0 on."""

    jumps: tuple[Jump, ...] = ()
    standstills: tuple[Standstill, ...] = ()

    @classmethod
    def loop(cls, length: float, seconds: float) -> UnsteadyClock:
        """The clock of a recording of `length` seconds that is played again and again for `seconds`."""
        rounds = int(seconds / length)
        return cls(tuple(Jump(number * length, -length) for number in range(1, rounds + 1)))

    def at(self, time: int) -> int:
        """What the clock shows at a true time."""
        jumped = sum(nanoseconds(jump.by) for jump in self.jumps if nanoseconds(jump.at) <= time)
        return BEGIN + time + jumped - self._stood(0, time)

    def when(self, shows: int, after: int) -> int | None:
        """The first true time from `after` on at which the clock shows `shows` or more; None if never."""
        corners = {nanoseconds(jump.at) for jump in self.jumps}
        corners |= {nanoseconds(moment) for still in self.standstills for moment in (still.start, still.end)}
        starts = [after, *sorted(corner for corner in corners if corner > after)]
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            lacking = max(0, shows - self.at(start))
            runs = not any(nanoseconds(s.start) <= start < nanoseconds(s.end) for s in self.standstills)
            if (not lacking or runs) and (end is None or start + lacking < end):
                return start + lacking
        return None

    def held_back(self, since: int, until: int) -> int:
        """By how much the clock went slower than true time, forward jumps left out."""
        back = sum(
            -nanoseconds(jump.by)
            for jump in self.jumps
            if jump.by < 0 and since < nanoseconds(jump.at) <= until
        )
        return back + self._stood(since, until)

    def _stood(self, since: int, until: int) -> int:
        return sum(
            max(0, min(nanoseconds(still.end), until) - max(nanoseconds(still.start), since))
            for still in self.standstills
        )
