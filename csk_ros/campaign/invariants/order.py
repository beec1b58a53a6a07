"""Stamps go forward, and time begins anew only with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.mode import Mode
from csk_ros.stream.frame import STREAMS, nanoseconds
from csk_ros.stream.stamp_order import REORDERED, REWIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Owed, Step
    from csk_ros.stream.frame import Stream


CATCH_UP = nanoseconds(0.1)
"""A camera whose frames have been late behind the other's labels for so long has another clock."""


class OutputsLeaveInOrder(Invariant):
    """Outputs leave in the order of stamps within an epoch, on the thermal camera's clock.

    When the other camera takes over they may step back, once nothing was owed for 0.1 s or by over a second.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._owed: dict[str, tuple[int, int, int]] = {}
        """Epoch, steps back before, and stamp on the thermal clock."""
        self._newest: tuple[int, Stream] | None = None
        self._since = (0, 0)
        self._steps_back = 0
        self._last = (0, 0, 0)
        self._last_of: dict[Stream, tuple[int, int]] = dict.fromkeys(STREAMS, (0, 0))

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Compare every output with the one before it, and with the one before it of its camera."""
        # By another offset the labels that are out have other stamps on the thermal clock.
        self._steps_back += facts.changed_settings
        for owed in step.owed:
            self._place(owed, step, facts)
        for output in step.outputs:
            order = self._owed[output.frame_id]
            if order <= self._last:
                yield f"picture {output.frame_id} went out at {order[-1]} ns after {self._last[-1]} ns"
            self._last = order
            stream: Stream = "rgb" if output.mode is Mode.RGB else "thermal"
            if (order[0], output.stamp) <= self._last_of[stream]:
                yield f"{stream} stamps went back to {output.stamp} with picture {output.frame_id}"
            self._last_of[stream] = (order[0], output.stamp)

    def _place(self, owed: Owed, step: Step, facts: Facts) -> None:
        """Note where in the order a job is; of the job, since the first output may be superseded."""
        anchor, stamp = owed.anchor, step.on_thermal_clock(owed.anchor)
        if self._newest is not None and anchor.stream != self._newest[1]:
            back = self._newest[0] - stamp
            may_step_back = back > REWIND or facts.passed(self._since, step) >= CATCH_UP
            self._steps_back += back >= 0 and may_step_back
        self._newest, self._since = (stamp, anchor.stream), (step.time, step.clock)
        self._owed[str(anchor.number)] = (facts.epoch_of(owed, step), self._steps_back, stamp)


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
