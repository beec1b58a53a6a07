"""What an observer of a scenario knows up to a step, kept for all invariants in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.campaign.truth import StreamTruth
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.shot import Shot
    from csk_ros.campaign.step import Owed, Step
    from csk_ros.stream.frame import Stream


@dataclass(frozen=True)
class Arrival:
    """When a picture that was let in arrived; in ns, and the epoch of stamps that it belongs to."""

    time: int
    clock: int
    epoch: int


class Facts:
    """Follows a scenario step by step: arrivals, epochs, and how the cameras truly are.

    An epoch of stamps lasts from one new beginning to the next.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        settings = scenario.settings
        self.truths: dict[Stream, StreamTruth] = {
            "rgb": StreamTruth(settings.rgb),
            "thermal": StreamTruth(settings.thermal),
        }
        self.before: dict[Stream, frozenset[Health]] = {s: t.at(0) for s, t in self.truths.items()}
        """What each stream might be called at the step's own time, had nothing arrived in it."""
        self.after = self.before
        """What each stream may be called now."""
        self.arrivals: dict[int, Arrival] = {}
        """Of the pictures that were let in, by number."""
        self.rgb: list[Shot] = []
        """RGB pictures of this epoch that were let in, as they came."""
        self.rgb_before_reset: list[Shot] = []
        """Those of the epoch that ended in this step."""
        self.settings_before = settings
        """The settings at the step before."""
        self.changed_settings = False
        """Whether this step has replaced them."""
        self._settings = settings
        self.epoch = 0
        self.ended_epoch = False
        """Whether a new epoch began in this step."""
        self._clock_resets = 0
        self._woken: int | None = None

    def follow(self, step: Step) -> None:
        """Take a step down; to be called once for each, in order."""
        self.settings_before, self._settings = self._settings, step.settings
        self.changed_settings = self.settings_before != step.settings
        self.truths["rgb"].change(step.settings.rgb)
        self.truths["thermal"].change(step.settings.thermal)
        self.ended_epoch = step.resets > self.epoch
        if self.ended_epoch:
            self.rgb_before_reset, self.rgb = self.rgb, []
            self.epoch = step.resets
        if step.clock_resets > self._clock_resets:
            self._clock_resets = step.clock_resets
            for truth in self.truths.values():
                truth.begin_anew()
        self.before = self._truth(step.clock)
        if step.arrived is not None and step.taken_in:
            if all(Health.MISSING in states for states in self.before.values()):
                self._woken = step.clock
            self._let_in(step, step.arrived)
        self.after = self._truth(step.clock)

    def epoch_of(self, owed: Owed, step: Step) -> int:
        """The epoch that a job of this step belongs to: what waited goes out before a new one begins."""
        arrival = self.arrivals[owed.anchor.number]
        return arrival.epoch if owed.anchor is not step.arrived else self.epoch

    def waited(self, number: int, step: Step) -> int:
        """How long a picture has been here at a step, in ns, by the clock that the node goes by.

        While that clock stands still or repeats itself no time passes for the node; when it is put forward,
        no more passes than really does.
        """
        arrival = self.arrivals[number]
        return self.passed((arrival.time, arrival.clock), step)

    def passed(self, since: tuple[int, int], step: Step) -> int:
        """How long it is since a true time and what the node's clock showed then, in ns; as `waited`."""
        time, clock = since
        passed = step.time - time - self.scenario.clock.held_back(time, step.time)
        return min(passed, step.clock - clock)

    def _truth(self, clock: int) -> dict[Stream, frozenset[Health]]:
        return {
            stream: self._awaited(stream, truth.at(clock), clock) for stream, truth in self.truths.items()
        }

    def _awaited(self, stream: Stream, states: frozenset[Health], clock: int) -> frozenset[Health]:
        """When the first of two lost cameras is back, the other is awaited for as long as at the start."""
        timeout = nanoseconds(self.truths[stream].settings.timeout)
        if Health.MISSING in states and self._woken is not None and clock - self._woken < timeout:
            return states | {Health.WAITING}
        return states

    def _let_in(self, step: Step, shot: Shot) -> None:
        self.arrivals[shot.number] = Arrival(step.time, step.clock, self.epoch)
        self.truths[shot.stream].see(shot, step.clock)
        if shot.stream == "rgb":
            self.rgb.append(shot)
