"""Modes tell the truth, and change only with it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.mode import Mode
from csk_ros.stream.fallback import BOTH_OK, Decision
from csk_ros.stream.frame import STREAMS, nanoseconds
from csk_ros.stream.health import Health
from csk_ros.stream.stream_pipeline import SETTLED, UNPAIRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Step
    from csk_ros.stream.frame import Stream


class StatesAreTrue(Invariant):
    """A stream's health agrees with what was injected, within the documented number of frames."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Hold both states against the truth."""
        for stream in STREAMS:
            if step.states[stream] not in facts.after[stream]:
                yield f"{stream} is called {step.states[stream]}, it is {_words(facts.after[stream])}"


class ModesAreTrue(Invariant):
    """The mode agrees with what was injected, within the documented number of frames, both ways."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Hold the decision, and every output that is owed, against the truth."""
        allowed = self._modes(facts.after, step)
        if step.decision.mode not in allowed:
            yield (
                f"the mode is {step.decision.mode} ({step.decision.reason}) with rgb "
                f"{_words(facts.after['rgb'])} and thermal {_words(facts.after['thermal'])}"
            )
        # A frame that was due goes out by what was known before the one that comes.
        allowed |= self._modes(facts.before, step)
        for owed in step.owed:
            # Without a partner the thermal branch answers in fused mode, too.
            fits = owed.mode in allowed or (owed.mode is Mode.THERMAL and Mode.FUSED in allowed)
            if not fits:
                yield f"picture {owed.anchor.number} is owed an answer in mode {owed.mode} ({owed.reason})"

    def _modes(self, truth: dict[Stream, frozenset[Health]], step: Step) -> set[Mode | None]:
        """Every mode that is right if the streams are what they may be called."""
        modes: set[Mode | None] = set()
        for rgb, thermal in product(truth["rgb"], truth["thermal"]):
            if thermal is Health.OK:
                modes.add(Mode.FUSED if rgb is Health.OK else Mode.THERMAL)
            elif rgb is Health.OK and thermal is not Health.WAITING and step.settings.allow_rgb:
                modes.add(Mode.RGB)
            else:
                modes.add(None)
        return modes


class TheModeInForceAnswers(Invariant):
    """The mode in force, as it is reported, is that of the labels; there is none while none can be."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._since: tuple[int, int] = (0, 0)
        self._newest: Decision | None = None
        self._clock_resets = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Hold what is reported against the newest job, or against the health that allows none."""
        if step.clock_resets > self._clock_resets:
            # How long it has been so is not known by a clock that went back.
            self._clock_resets, self._since = step.clock_resets, (step.time, step.clock)
        for owed in step.owed:
            # Of all of them: a single frame without a partner in between begins the wait anew.
            if (newest := Decision(owed.mode, owed.reason)) != self._newest:
                self._newest, self._since = newest, (step.time, step.clock)
        if step.owed and self._newest is not None:
            wavers = {self._newest.reason, step.in_force.reason} == {BOTH_OK, UNPAIRED}
            settled = not wavers or facts.passed(self._since, step) > SETTLED
            if step.decision.mode is not None and settled and step.in_force != self._newest:
                yield f"labels are owed by {self._newest}, reported is {step.in_force}"
        nothing = step.decision.mode is None and step.states["thermal"] is not Health.WAITING
        if nothing and step.in_force != step.decision:
            yield f"nothing can be published ({step.decision.reason}), reported is {step.in_force}"


class NothingFlaps(Invariant):
    """There is at most one change of state, and of mode, for each change that was injected."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._states: dict[Stream, Health] = dict.fromkeys(STREAMS, Health.MISSING)
        self._changes: dict[Stream, int] = dict.fromkeys(STREAMS, 0)
        self._mode: Mode | None = None
        self._mode_changes = 0
        self._allowed_anew = 0
        """How often `allow_rgb` has changed: each may change the mode, and no stream's state."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Count."""
        self._allowed_anew += facts.settings_before.allow_rgb is not step.settings.allow_rgb
        injected = {stream: facts.truths[stream].changes_by(step.clock) for stream in STREAMS}
        for stream in STREAMS:
            state = step.states[stream]
            # To await a first frame or to miss the next is one: nothing has come.
            state = Health.MISSING if state is Health.WAITING else state
            self._changes[stream] += state is not self._states[stream]
            self._states[stream] = state
            if self._changes[stream] > injected[stream]:
                yield (
                    f"{stream} changed its state {self._changes[stream]} times, now to {state}, after "
                    f"{injected[stream]} injected changes"
                )
        self._mode_changes += step.decision.mode is not self._mode
        self._mode = step.decision.mode
        causes = sum(injected.values()) + self._allowed_anew
        if self._mode_changes > causes:
            yield (
                f"the mode changed {self._mode_changes} times, now to {self._mode}, after {causes} injected "
                "changes"
            )


class FusedAgainAfterAJump(Invariant):
    """After a clock jump the first good pair is out, fused, within `rgb_wait`.

    A pair is good once both cameras can be trusted again.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._jumps = sorted(nanoseconds(jump.at) for jump in scenario.clock.jumps)
        self._pair: int | None = None
        """The thermal frame of the first good pair since the jump."""
        self._jumped = False
        self._last = 0

    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Wait for a good pair after every jump, then for its output."""
        out = 0 if facts.ended_epoch else self._last
        self._last = max((step.on_thermal_clock(owed.anchor) for owed in step.owed), default=out)
        while self._jumps and self._jumps[0] <= step.time:
            self._jumps.pop(0)
            self._jumped, self._pair = True, None
        if not self._jumped:
            return
        if any(owed.mode is Mode.FUSED for owed in step.owed):
            self._jumped, self._pair = False, None
        elif (
            any(facts.after[stream] != {Health.OK} for stream in STREAMS)
            or facts.ended_epoch
            or facts.changed_settings
        ):
            self._pair = None
        elif self._pair is None:
            if step.arrived is not None and self._completes_a_pair(step, facts, out):
                self._pair = step.arrived.number
        elif facts.waited(self._pair, step) > nanoseconds(step.settings.pairing.rgb_wait):
            yield f"no fused output for picture {self._pair}, although both cameras are fine again"
            self._jumped = False

    def _completes_a_pair(self, step: Step, facts: Facts, out: int) -> bool:
        """Whether this is a new thermal frame to which an rgb frame has come already."""
        shot = step.arrived
        if shot is None or shot.stream != "thermal" or not step.taken_in:
            return False
        # The moment that rgb has answered alone is out: what is of its time, or older, comes too late.
        if shot.picture.stamp <= out:
            return False
        skews = [step.on_thermal_clock(rgb) - shot.picture.stamp for rgb in facts.rgb[-1:]]
        return any(abs(skew) <= nanoseconds(step.settings.pairing.max_skew) for skew in skews)


def _words(states: frozenset[Health]) -> str:
    return " or ".join(sorted(states))
