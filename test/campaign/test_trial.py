"""Every invariant holds for the node's objects, and is seen to fail for broken ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csk_ros.campaign.scenario import Inference
from csk_ros.campaign.scenario_generator import generate
from csk_ros.campaign.simulation import Simulation
from csk_ros.campaign.trial import INVARIANTS, run_trial
from csk_ros.campaign.unsteady_clock import Jump, UnsteadyClock
from csk_ros.mode import Mode
from csk_ros.stream.fallback import Decision
from csk_ros.stream.frame_ledger import FrameLedger
from csk_ros.stream.health import Health
from csk_ros.stream.pairing import Pair, Pairer, PairingSettings
from csk_ros.stream.stamp_order import StampOrder, StampVerdict
from csk_ros.stream.stream_health import StreamHealth
from csk_ros.stream.stream_pipeline import StreamPipeline, StreamSettings
from support.scenarios import scenario

BACK = UnsteadyClock(jumps=(Jump(1.5, -30.0),))

MISJUDGED = (563, 2303, 4119, 12677, 18146, 19330, 19363, 19990)
"""Scripts in which an invariant has once found fault with what was right."""


class LosesAFrame(Pairer):
    """Forgets a frame that was decided, without a word."""

    lost = False

    def advance(self, now):
        pairs = super().advance(now)
        if pairs and not self.lost:
            self.lost = True
            return pairs[1:]
        return pairs


class PairsTheOldest(Pairer):
    def _pair(self, waiting):
        pair = super()._pair(waiting)
        near = [rgb for rgb in self._rgb if abs(rgb.stamp - pair.thermal.stamp) <= 60_000_000]
        return replace(pair, rgb=near[0], skew=near[0].stamp - pair.thermal.stamp) if pair.rgb else pair


class DoesNotWait(Pairer):
    def _decided(self, _now):
        return len(self._waiting)


class WaitsTooLong(Pairer):
    """Has misread its settings."""

    def __init__(self, settings):
        super().__init__(replace(settings, rgb_wait=1.0))


class NeverMisses(StreamHealth):
    def advance(self, now):
        self._waiting_since = now

    def missing_at(self):
        return 10**18


class Flaps(StreamHealth):
    """Calls every other picture dark."""

    def see(self, thumbnail, now):
        super().see(thumbnail, now)
        self.state = Health.OK if self.state is not Health.OK else Health.DARK


class CountsNoOutput(FrameLedger):
    def publish(self, mode):
        pass


class AnswersTwice(StreamPipeline):
    def _emit(self, job):
        return super()._emit(job) * 2


class StampsAnew(StreamPipeline):
    """Gives an output the time at which it left."""

    def _emit(self, job):
        frame = replace(job.thermal, stamp=job.thermal.stamp + 1) if job.thermal else None
        return super()._emit(replace(job, thermal=frame))


class WithoutRgb(StreamPipeline):
    """Hands out a job whose frame has nothing in it."""

    def _emit(self, job):
        return [replace(made, rgb=replace(made.rgb, message=None)) for made in super()._emit(job) if made.rgb]


class ForgetsTheSkew(StreamPipeline):
    def _emit(self, job):
        return super()._emit(replace(job, skew=None))


class OwesAnOldOne(StreamPipeline):
    """Hands the first job out again a second later."""

    first = None

    def _emit(self, job):
        self.first = self.first or job
        if self._now - self.first.arrival > 10**9:
            return [self.first]
        return super()._emit(job)


class KeepsNoOrder(StreamPipeline):
    def _emit(self, job):
        return [job]


class ComparesRawStamps(StreamPipeline):
    """Takes the stamps of two clocks for those of one."""

    def _late(self, _stream, stamp):
        return self._last in self._out and 0 <= self._out[self._last] - stamp <= 10**9


class WaitsForThermal(StreamPipeline):
    """Lets rgb answer only once the thermal camera has been away for a second."""

    away_since = None

    def _emit(self, job):
        if job.thermal is not None:
            self.away_since = None
            return super()._emit(job)
        self.away_since = self.away_since or self._now
        return super()._emit(job) if self._now - self.away_since > 10**9 else []


class ReportsTheFirstMode(StreamPipeline):
    def _note(self, newest):
        if self.in_force.mode is None:
            super()._note(newest)


class BeginsAnewForNothing(StreamPipeline):
    def advance(self, now):
        if now > 1_001_000_000_000 and not self.rgb_seen:
            self.rgb_seen = True
            self.reset(now)
        return super().advance(now)

    rgb_seen = False


class NeverRewinds(StampOrder):
    def judge(self, stamp):
        verdict = super().judge(stamp)
        return StampVerdict.OK if verdict is StampVerdict.REWOUND else verdict


class AlwaysFused(StreamPipeline):
    @property
    def decision(self):
        return Decision(Mode.FUSED, "both cameras ok")


class SulksAfterAJump(StreamPipeline):
    """Answers from thermal alone once the clock has gone back."""

    def _job(self, pair):
        if self.resets > 1:
            pair = Pair(pair.thermal, None, None, pair.arrival)
        return super()._job(pair)


class KeepsEverything(StreamPipeline):
    def add_rgb(self, frame, now):
        self.__dict__.setdefault("kept", []).append(frame)
        return super().add_rgb(frame, now)


def with_pairer(pairer):
    def make(settings):
        pipeline = StreamPipeline(settings)
        pipeline._pairer = pairer(settings.pairing)
        return pipeline

    return make


def with_rgb_health(health):
    def make(settings):
        pipeline = StreamPipeline(settings)
        pipeline.rgb = health(settings.rgb)
        return pipeline

    return make


def with_ledger(settings):
    pipeline = StreamPipeline(settings)
    pipeline.ledger = CountsNoOutput()
    return pipeline


def with_orders(settings):
    pipeline = StreamPipeline(settings)
    pipeline._orders = {"rgb": NeverRewinds(), "thermal": NeverRewinds()}
    return pipeline


LATE_THERMAL = {"thermal": "overtake", "seconds": 0.3, "seed": 1}
NO_RGB = {"rgb": "drop", "from": 1.0, "to": 2.0}
NO_THERMAL = {"thermal": "drop", "from": 1.0, "to": 2.6}
AHEAD = scenario(NO_THERMAL, seconds=4.0, settings=StreamSettings(PairingSettings(rgb_time_offset=-0.9)))
KNOWN_OFFSET = replace(AHEAD, rgb=replace(AHEAD.rgb, clock_ahead=0.9))

SABOTAGES = {
    "EveryThermalFrameEnds": (with_pairer(LosesAFrame), scenario()),
    "NothingFails": (WithoutRgb, scenario()),
    "NoFrameAnswersTwice": (AnswersTwice, scenario()),
    "PublishedIsCounted": (with_ledger, scenario()),
    "AUsableCameraAnswers": (ComparesRawStamps, KNOWN_OFFSET),
    "LabelsGoOnWhileACameraIsFine": (WaitsForThermal, scenario(NO_THERMAL)),
    "OutputsAreTheirAnchors": (StampsAnew, scenario()),
    "JobsHoldWhatTheirModeNeeds": (ForgetsTheSkew, scenario()),
    "PairsAreTheNearest": (with_pairer(PairsTheOldest), scenario()),
    "PairsAreNotDecidedEarly": (
        with_pairer(DoesNotWait),
        scenario({"rgb": "delay", "seconds": 0.03}),
    ),
    "OutputsLeaveInOrder": (KeepsNoOrder, scenario(LATE_THERMAL)),
    "NewBeginningsHaveACause": (BeginsAnewForNothing, scenario()),
    "TheWaitForRgbIsBounded": (with_pairer(WaitsTooLong), scenario(NO_RGB)),
    "OutputsAreFresh": (OwesAnOldOne, scenario(NO_RGB, inference=Inference(0.02))),
    "StatesAreTrue": (with_rgb_health(NeverMisses), scenario(NO_RGB)),
    "ModesAreTrue": (AlwaysFused, scenario(NO_RGB)),
    "TheModeInForceAnswers": (ReportsTheFirstMode, scenario(NO_RGB)),
    "NothingFlaps": (with_rgb_health(Flaps), scenario()),
    "FusedAgainAfterAJump": (SulksAfterAJump, scenario(clock=BACK, stamps=BACK)),
    "QueuesAreBounded": (KeepsEverything, scenario(seconds=6.0)),
}


def violated(pipeline, played):
    result = run_trial(played, Simulation(played, pipeline))
    return {violation.invariant for violation in result.violations}


def test_every_invariant_has_its_sabotage():
    assert [invariant.__name__ for invariant in INVARIANTS] == list(SABOTAGES)


@pytest.mark.parametrize("invariant", SABOTAGES)
def test_an_invariant_fails_when_the_code_is_broken_on_purpose(invariant):
    broken, played = SABOTAGES[invariant]
    assert violated(StreamPipeline(played.settings), played) == set()
    assert invariant in violated(broken(played.settings), played)


def test_a_rewind_that_goes_unnoticed_is_a_violation_too():
    looped = scenario(stamps=UnsteadyClock.loop(2.0, 3.0))
    assert violated(StreamPipeline(looped.settings), looped) == set()
    assert "NewBeginningsHaveACause" in violated(with_orders(looped.settings), looped)


def test_a_pipeline_that_never_comes_to_rest_is_a_violation():
    class Restless(StreamPipeline):
        def deadline(self):
            return self._now

    assert violated(Restless(), scenario()) == {"StuckError"}


def test_a_pipeline_that_crashes_is_a_violation():
    class Crashes(StreamPipeline):
        def add_rgb(self, frame, _now):
            raise KeyError(frame.stamp)

    result = run_trial(scenario(), Simulation(scenario(), Crashes()))
    assert [(v.invariant, v.time) for v in result.violations] == [("KeyError", 0.0)]


def test_every_invariant_is_stated_in_one_sentence():
    for invariant in INVARIANTS:
        first, *_ = invariant.sentence().split(". ")
        assert first.endswith(".")
        assert len(first) < 110


@pytest.mark.parametrize("seed", [*range(60), *MISJUDGED])
def test_random_scripts_violate_nothing(seed):
    result = run_trial(generate(seed))
    assert result.violations == []
    assert result.frames > 0


def test_a_trial_tells_what_happened():
    result = run_trial(scenario(NO_RGB, seconds=3.0))
    assert result.faults == ["rgb drop"]
    assert result.clock == "steady"
    assert result.frames == 100
    assert result.outputs == {"fused": 39, "thermal": 21}
    # Into fused, to thermal and back; at the end rgb is missed a moment before thermal.
    assert result.mode_changes == 5
    assert result.resets == 0
