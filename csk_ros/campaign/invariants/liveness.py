"""Labels go on: whatever fails, silence is bounded while a camera can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import CameraPlan, Scenario
    from csk_ros.campaign.step import Step
    from csk_ros.stream.frame import Stream

LATE = nanoseconds(0.1)
"""So long the frames of a camera may be late: behind the labels of the other, or among themselves."""

FRAMES = 4
"""So many frames of a camera may be late before time begins anew, and one more is on its way."""

OK = frozenset({Health.OK})


class AUsableCameraAnswers(Invariant):
    """While a camera is usable, labels of it are owed at least every 0.2 s, four frames and the wait."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._stream: Stream | None = None
        self._since = (0, 0)
        self._arrived = 0
        self._longest = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Measure how long nothing has been owed."""
        stream = self._usable(step, facts)
        if step.owed or stream != self._stream or facts.ended_epoch or facts.changed_settings:
            self._stream, self._since = stream, (step.time, step.clock)
            self._longest, self._arrived = 0, step.clock
        if stream is None:
            return
        # A frame that is still on its way counts: nobody can answer what has not come.
        self._longest = max(self._longest, step.clock - self._arrived)
        if step.arrived is not None and step.taken_in and step.arrived.stream == stream:
            self._arrived = step.clock
        silence = facts.passed(self._since, step)
        wait = nanoseconds(step.settings.pairing.rgb_wait) * (stream == "thermal")
        bound = wait + 2 * LATE + FRAMES * self._longest
        if silence > bound:
            yield f"{stream} is ok, but nothing was owed for {silence} ns, bound {bound} ns"
            self._since = (step.time, step.clock)

    def _usable(self, step: Step, facts: Facts) -> Stream | None:
        """The camera that has to answer; None while what is known leaves a choice."""
        if facts.after["thermal"] == OK:
            return "thermal"
        thermal_is_out = not facts.after["thermal"] & {Health.OK, Health.WAITING}
        if thermal_is_out and facts.after["rgb"] == OK and step.settings.allow_rgb:
            return "rgb"
        return None


class LabelsGoOnWhileACameraIsFine(Invariant):
    """While a camera has no fault, labels stop no longer than a fault of the other takes to notice.

    To that come 0.2 s, five of its frames, the wait, and two inferences.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        faulty = {fault.camera for fault in scenario.faults.faults}
        always = [scenario.settings, *(change.settings for change in scenario.changes)]
        plans: list[CameraPlan] = [
            plan
            for plan, other in ((scenario.thermal, "rgb"), (scenario.rgb, "thermal"))
            if plan.stream not in faulty
            and plan.core_rate is None
            and (plan.stream == "thermal" or all(settings.allow_rgb for settings in always))
        ]
        self._plan = plans[0] if plans else None
        self._since = (0, scenario.clock.at(0))
        self._notice = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Measure how long there have been no labels, while the camera takes pictures."""
        plan = self._plan
        if plan is None or step.time > nanoseconds(self.scenario.seconds):
            return
        if step.outputs or facts.ended_epoch or facts.changed_settings or self._looks_bad(step, facts):
            self._since = (step.time, step.clock)
            self._notice = 0
        other: Stream = "rgb" if plan.stream == "thermal" else "thermal"
        self._notice = max(self._notice, facts.truths[other].noticed_after())
        frames = nanoseconds((FRAMES + 1) / plan.rate + plan.phase + plan.latency)
        wait = nanoseconds(step.settings.pairing.rgb_wait)
        inference = 2 * nanoseconds(self.scenario.inference.longest)
        bound = self._notice + 2 * LATE + frames + wait + inference
        silence = facts.passed(self._since, step)
        if silence > bound:
            yield f"{plan.stream} has no fault, but no labels came for {silence} ns, bound {bound} ns"
            self._since = (step.time, step.clock)

    def _looks_bad(self, step: Step, facts: Facts) -> bool:
        """Whether a picture of the camera may be called dark, say, by the limits in force."""
        shot = step.arrived
        ours = shot is not None and self._plan is not None and shot.stream == self._plan.stream
        return shot is not None and ours and facts.truths[shot.stream].looks(shot) != OK
