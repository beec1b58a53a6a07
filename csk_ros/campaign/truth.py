"""How a camera truly is, said by what was injected and by the numbers that are documented."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from csk_ros.campaign.measured_looks import measured_looks
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import LONGEST_PERIOD, OVERDUE_PERIODS

if TYPE_CHECKING:
    from csk_ros.campaign.shot import Shot
    from csk_ros.stream.stream_health import HealthSettings

INTERVALS = 8
"""A stream's period is judged by so many last intervals."""

ANY = frozenset(Health)


@dataclass(frozen=True)
class _Seen:
    """A frame that was let in, and how it stands to those before it."""

    time: int
    shot: Shot
    looks: frozenset[Health]
    """What it may be called by itself, with the limits that were in force."""
    after_silence: bool
    """The stream may have been called missing just before."""
    same_since: int
    """When this very picture came first."""
    repeats: int
    """How often it has come again since."""


class StreamTruth:
    """What a fair observer may call one stream, given every frame that was let in and how it looked.

    Where the documented limits leave a choice (a silence near the timeout, a picture that is getting dark,
    fewer good frames than it takes to trust a stream again), any state is right; beyond them there is one
    answer. Nothing is shared with the state machine that this is held against.
    """

    def __init__(self, settings: HealthSettings) -> None:
        self.settings = settings
        self._seen: deque[_Seen] = deque()
        self._unsettled = 0
        """Frames until what was said by other settings cannot stand any more."""
        self._unsettled_pictures = 0
        """Likewise, pictures that are not those before again: only these end a freeze."""
        self._said: frozenset[Health] | None = None
        """What the frames say, until another comes."""
        self._silence: tuple[int, int] | None = None
        """What silence they allow, until another comes."""
        self.changes = 0
        """How often what arrived has changed its nature: the only reasons for a change of state."""

    def change(self, settings: HealthSettings) -> None:
        """Judge by other settings from now on.

        What was said by the old ones stands until as many frames have come as it takes to leave a state
        and to trust the stream again.
        """
        if settings == self.settings:
            return
        self._unsettled_pictures = max(settings.good_frames, self.settings.good_frames)
        self._unsettled = self._unsettled_pictures + max(settings.bad_frames, self.settings.bad_frames)
        self.settings = settings
        self._said = self._silence = None
        self.changes += 2

    def see(self, shot: Shot, now: int) -> None:
        """Take down a frame that was let in at `now` on the node's clock."""
        looks = self.looks(shot)
        self._said = None
        # For as long as the settings are new, each frame may be the one that changes the state.
        self.changes += self._unsettled > 0 or self._unsettled_pictures > 0
        self._unsettled = max(0, self._unsettled - 1)
        if not self._seen or self._seen[-1].shot.content != shot.content:
            self._unsettled_pictures = max(0, self._unsettled_pictures - 1)
        if not self._seen:
            self.changes += 1
            self._seen.append(_Seen(now, shot, looks, after_silence=True, same_since=now, repeats=0))
            return
        last = self._seen[-1]
        silent = now - last.time >= self._missing_after()[0]
        same = last.shot.content == shot.content and not silent and self.settings.frozen_after > 0
        # There was a silence and it has ended; it looks otherwise; it has stopped or begun to move.
        self.changes += 2 * silent + (same != (last.repeats > 0))
        if last.looks != looks:
            # A picture that is getting dark is fine at first, and may be flat in between.
            fine_before = last.looks == {Health.OK} and Health.OK in looks
            # Fine or one thing else is a frozen picture that another fault comes over, and may leave again.
            comes_and_goes = len(looks) == 2 and Health.OK in looks
            self.changes += len(looks) - fine_before + comes_and_goes
        since, repeats = (last.same_since, last.repeats + 1) if same else (now, 0)
        self._seen.append(_Seen(now, shot, looks, silent, since, repeats))
        self._silence = None
        if len(self._seen) > 4 * max(self.settings.good_frames, self.settings.bad_frames, INTERVALS):
            self._seen.popleft()

    def begin_anew(self) -> None:
        """The clock went back: nothing that was before counts."""
        self._seen.clear()
        self._said = self._silence = None
        self.changes += 1

    def at(self, now: int) -> frozenset[Health]:
        """Say what the stream may be called at `now`."""
        if not self._seen:
            return ANY
        soonest, latest = self._missing_after()
        silence = now - self._seen[-1].time
        if silence >= latest:
            return frozenset({Health.MISSING})
        if silence >= soonest or self._unsettled:
            return ANY
        if self._unsettled_pictures and not self._frozen(self._seen[-1]):
            return ANY
        self._said = self._said or self._by_frames()
        return self._said

    def noticed_after(self) -> int:
        """After how long a silence (ns) the stream must be called missing, as it stands now."""
        return self._missing_after()[1] if self._seen else nanoseconds(self.settings.timeout)

    def looks(self, shot: Shot) -> frozenset[Health]:
        """Say what a picture may be called by itself, with the limits in force."""
        limits = self.settings.picture
        if limits is None or limits == PictureSettings():
            return shot.looks
        return measured_looks(shot, limits)

    def changes_by(self, now: int) -> int:
        """How often the stream may have changed its state up to `now`."""
        silent = bool(self._seen) and now - self._seen[-1].time >= self._missing_after()[0]
        return self.changes + silent

    def _by_frames(self) -> frozenset[Health]:
        newest = self._seen[-1]
        if self._frozen(newest):
            return frozenset({Health.FROZEN}) | (newest.looks - {Health.OK})
        bad = list(islice(reversed(self._seen), self.settings.bad_frames))
        if len(bad) == self.settings.bad_frames and all(Health.OK not in seen.looks for seen in bad):
            # Missing is left by good frames only, or by enough bad ones that came without a silence.
            return frozenset({Health.MISSING}).union(*(seen.looks for seen in bad))
        return frozenset({Health.OK}) if self._good() else ANY

    def _good(self) -> bool:
        """Whether `good_frames` new and fine pictures have come since anything was wrong."""
        new = 0
        for before, seen in pairwise(reversed(self._seen)):
            if before.looks != {Health.OK} or self._frozen(before):
                return False
            new += before.shot.content != seen.shot.content
            if new >= self.settings.good_frames:
                return True
            if before.after_silence:
                return False
        return False

    def _frozen(self, seen: _Seen) -> bool:
        if self.settings.frozen_after <= 0:
            return False
        long_enough = seen.time - seen.same_since >= nanoseconds(self.settings.frozen_after)
        return long_enough and seen.repeats >= self.settings.bad_frames

    def _missing_after(self) -> tuple[int, int]:
        """After how long a silence the stream may, and after how long it must, be called missing."""
        self._silence = self._silence or self._allowed_silence()
        return self._silence

    def _allowed_silence(self) -> tuple[int, int]:
        timeout = nanoseconds(self.settings.timeout)
        last = [self._seen[n] for n in range(-min(INTERVALS + 1, len(self._seen)), 0)]
        periods = [min(later.time - earlier.time, LONGEST_PERIOD) for earlier, later in pairwise(last)]
        if last[-1].after_silence:
            # Its period may have been forgotten with the silence, and one frame does not tell it.
            periods.append(LONGEST_PERIOD)
        return (
            max(timeout, OVERDUE_PERIODS * min(periods)),
            max(timeout, OVERDUE_PERIODS * max(periods)),
        )
