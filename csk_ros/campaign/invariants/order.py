"""Stamps go forward, and time begins anew only with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.stream.stamp_order import REORDERED, REWIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Step
    from csk_ros.stream.frame import Stream


class OutputsLeaveInOrder(Invariant):
    """Outputs leave in the order of stamps within an epoch.

    Cameras whose clocks are over a second apart follow one another as they come.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._owed: dict[str, tuple[int, int]] = {}
        self._newest: tuple[int, Stream] | None = None
        self._switches = 0
        self._last: tuple[tuple[int, int], int] | None = None

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Compare every output with the one before it."""
        for owed in step.owed:
            # Of the job, not of the output: the first frames of the other camera may be superseded.
            anchor, stamp = owed.anchor, owed.anchor.picture.stamp
            if self._newest is not None and anchor.stream != self._newest[1]:
                self._switches += self._newest[0] - stamp > REWIND
            self._newest = (stamp, anchor.stream)
            self._owed[str(anchor.number)] = (facts.epoch_of(owed, step), self._switches)
        for output in step.outputs:
            order = self._owed[output.frame_id]
            if self._last is not None and (order, output.stamp) <= self._last:
                yield f"picture {output.frame_id} went out at stamp {output.stamp} after {self._last[1]}"
            self._last = (order, output.stamp)


class NewBeginningsHaveACause(Invariant):
    """Time begins anew if, and only if, a clock or the stamps of a camera have gone back."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._newest: dict[Stream, int] = {}
        self._clock_resets = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Compare a picture's stamp with the newest one of its camera."""
        clock_went_back = step.clock_resets > self._clock_resets
        self._clock_resets = step.clock_resets
        shot = step.arrived
        if clock_went_back:
            self._newest.clear()
        back = 0
        # One without a stamp, or not even a picture, says nothing about the clock.
        if shot is not None and shot.picture.stamp > 0 and not shot.picture.truncated:
            back = self._newest.get(shot.stream, 0) - shot.picture.stamp
            if facts.ended_epoch:
                self._newest.clear()
            self._newest[shot.stream] = max(self._newest.get(shot.stream, 0), shot.picture.stamp)
        if facts.ended_epoch and not clock_went_back and back <= REORDERED:
            yield f"a new beginning at {step.time} ns, although no clock and no stamps went back"
        if clock_went_back and not facts.ended_epoch:
            yield f"no new beginning at {step.time} ns, although the clock went back"
        if back > REWIND and not facts.ended_epoch:
            yield f"no new beginning at {step.time} ns, although stamps went back by {back} ns"
