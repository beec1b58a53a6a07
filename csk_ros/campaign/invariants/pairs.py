"""Pairs are right, against an oracle that compares every picture with every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.mode import Mode
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.pairing import MAX_RGB_FRAMES, MAX_WAITING
from csk_ros.stream.stream_pipeline import UNPAIRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.shot import Shot
    from csk_ros.campaign.step import Owed, Step


class _OfPairs(Invariant):
    """Looks at jobs for which a partner was sought."""

    def _paired(self, step: Step) -> Iterator[tuple[Owed, Shot]]:
        for owed in step.owed:
            if owed.thermal is not None and (owed.mode is Mode.FUSED or owed.reason == UNPAIRED):
                yield owed, owed.thermal

    def _candidates(self, owed: Owed, step: Step, facts: Facts) -> list[Shot]:
        """All rgb pictures of the job's epoch that have come by now."""
        of_the_past = facts.ended_epoch and owed.anchor is not step.arrived
        return facts.rgb_before_reset if of_the_past else facts.rgb

    def _distance(self, rgb: Shot, thermal: Shot, step: Step) -> int:
        offset = nanoseconds(step.settings.pairing.rgb_time_offset)
        return rgb.picture.stamp + offset - thermal.picture.stamp


class PairsAreTheNearest(_OfPairs):
    """A pair is the nearest possible within max_skew of all rgb frames that have come.

    Of those the newest 32 by stamp count: so many are kept.
    """

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Compare every pair with every rgb picture."""
        for owed, thermal in self._paired(step):
            known = sorted(self._candidates(owed, step, facts), key=lambda shot: shot.picture.stamp)
            distances = [abs(self._distance(rgb, thermal, step)) for rgb in known[-MAX_RGB_FRAMES:]]
            max_skew = nanoseconds(step.settings.pairing.max_skew)
            nearest = min((d for d in distances if d <= max_skew), default=None)
            found = None if owed.rgb is None else abs(self._distance(owed.rgb, thermal, step))
            if found != nearest:
                yield f"picture {thermal.number} found rgb at {found} ns, the nearest is at {nearest} ns"


class PairsAreNotDecidedEarly(_OfPairs):
    """A thermal frame is decided only once a newer rgb frame has come or its wait is over.

    Or that of a later one which leaves with it; or 32 others wait; or stamps began anew.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._waiting = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Look for the cause of every decision."""
        crowded = self._waiting >= MAX_WAITING
        self._waiting = step.waiting
        wait = nanoseconds(step.settings.pairing.rgb_wait)
        for owed, thermal in self._paired(step):
            overtaken = any(
                self._distance(rgb, thermal, step) >= 0 for rgb in self._candidates(owed, step, facts)
            )
            due = any(
                step.clock - facts.arrivals[other.anchor.number].clock >= wait
                for other in step.owed
                if other.anchor.stream == "thermal" and other.anchor.picture.stamp >= thermal.picture.stamp
            )
            if not (overtaken or due or crowded or facts.ended_epoch):
                yield f"picture {thermal.number} was decided before a newer rgb frame came or its wait ended"
