"""From arriving frames to jobs for the network: order, health, pairing and mode in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic

from csk_ros.mode import Mode
from csk_ros.stream.drop_reasons import LATE, RESET
from csk_ros.stream.fallback import BOTH_OK, Decision, choose_mode
from csk_ros.stream.frame import Frame, M, Stream, nanoseconds
from csk_ros.stream.frame_ledger import FrameLedger
from csk_ros.stream.health import Health
from csk_ros.stream.pairing import Pair, Pairer, PairingSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stamp_gaps import StampGaps
from csk_ros.stream.stamp_order import REWIND, StampOrder, StampVerdict
from csk_ros.stream.stream_health import HealthSettings, StreamHealth

UNPAIRED = "rgb unpaired"
"""The reason of a thermal frame's mode where rgb is fine, but has no frame near enough."""

AWAITED = Decision(None, f"thermal {Health.WAITING}")
"""What is in force until a frame has come, or has failed to come."""

SETTLED = nanoseconds(1.0)
"""So long frames must go on without (or with) a partner before that is called the mode in force."""

CATCH_UP = nanoseconds(0.1)
"""So long the frames of one camera may be late behind the labels of the other; then their clocks differ.

Where the clocks agree, frames that are late come from a slower transport: a few milliseconds.
"""

CLOCK_SLACK = nanoseconds(0.1)
"""The clock may be set back this little without a new beginning: time stands still until it is made up."""


@dataclass(frozen=True)
class StreamSettings:
    """Everything that can be set about pairing, health and fallback."""

    pairing: PairingSettings = field(default_factory=PairingSettings)
    rgb: HealthSettings = field(default_factory=lambda: HealthSettings(picture=PictureSettings()))
    thermal: HealthSettings = field(default_factory=HealthSettings)
    allow_rgb: bool = True
    """Answer from rgb alone while the thermal camera is missing or frozen."""


@dataclass(frozen=True)
class Job(Generic[M]):
    """One output that is owed: the frames to infer from, in which mode and why.

    `thermal` is None in rgb mode and `rgb` in thermal mode, so a job says what the network gets.
    """

    mode: Mode
    reason: str
    thermal: Frame[M] | None
    rgb: Frame[M] | None
    skew: int | None
    """RGB stamp minus thermal stamp in ns after correction; None unless fused."""
    arrival: int
    """When the anchor arrived, in ns of the clock passed in."""

    @property
    def anchor(self) -> Frame[M]:
        """The frame whose stamp, frame_id and pixel grid the output has."""
        anchor = self.thermal if self.thermal is not None else self.rgb
        if anchor is None:
            raise ValueError("a job needs a thermal or an rgb frame, this one has neither")
        return anchor

    @property
    def anchor_stream(self) -> Stream:
        """The stream the anchor came from."""
        return "rgb" if self.thermal is None else "thermal"


class StreamPipeline(Generic[M]):
    """Decides for every frame what becomes of it, driven by the clock that is passed in.

    Each accepted thermal frame becomes one job or one drop in `ledger`. RGB frames become jobs
    only while rgb stands alone. `in_force` is the mode of the jobs and why, without single frames that
    found no partner, or no mode once nothing can be published; `resets` counts the new beginnings.

    Until the next reset the jobs of one camera leave with strictly rising stamps. When the other camera
    takes over, its first job is newer than the last one of its predecessor, both taken on the thermal
    camera's clock (`rgb_time_offset`). Frames that are not are late. If all are for `CATCH_UP`, or by over
    a second, the clocks differ from what the offset says: labels go on with a step back rather than stop.

    When stamps go back (a recording that loops), order and pairing begin anew; when the clock goes
    back, everything but the counts does. Not thread-safe.
    """

    def __init__(self, settings: StreamSettings | None = None, ledger: FrameLedger | None = None) -> None:
        settings = settings or StreamSettings()
        self.ledger = ledger or FrameLedger()
        self.rgb = StreamHealth(settings.rgb)
        self.thermal = StreamHealth(settings.thermal)
        self.in_force = AWAITED
        self.gaps: dict[Stream, StampGaps] = {"rgb": StampGaps(), "thermal": StampGaps()}
        self._newest = self.in_force
        self._newest_since = 0
        self.resets = 0
        self._pairer: Pairer[M] = Pairer(settings.pairing)
        self._orders: dict[Stream, StampOrder] = {"rgb": StampOrder(), "thermal": StampOrder()}
        self._out: dict[Stream, int] = {}
        """The stamp of each camera's newest job."""
        self._last: Stream = "thermal"
        """The camera whose job left last."""
        self._late_since: int | None = None
        self._now = 0
        self._settings = settings

    @property
    def settings(self) -> StreamSettings:
        """The settings in force; they may be replaced while frames flow."""
        return self._settings

    @settings.setter
    def settings(self, settings: StreamSettings) -> None:
        self._settings = settings
        self._pairer.settings = settings.pairing
        self.rgb.settings = settings.rgb
        self.thermal.settings = settings.thermal

    @property
    def decision(self) -> Decision:
        """The mode that the health of the streams allows now."""
        return choose_mode(self.thermal, self.rgb, allow_rgb=self._settings.allow_rgb)

    @property
    def waiting(self) -> int:
        """Thermal frames that wait for an rgb frame."""
        return len(self._pairer)

    def add_thermal(self, frame: Frame[M], now: int) -> list[Job[M]]:
        """Take in a thermal frame at time `now` (ns); return the jobs that are due."""
        jobs = self.advance(now)
        verdict, left_over = self._judge("thermal", frame)
        jobs += left_over
        if verdict is StampVerdict.OK:
            self._wake()
            self.thermal.see(frame.thumbnail, self._now)
            self._follow_health()
            jobs += self._jobs(self._pairer.add_thermal(frame, self._now))
            self._note_silence()
        return jobs

    def add_rgb(self, frame: Frame[M], now: int) -> list[Job[M]]:
        """Take in an rgb frame at time `now` (ns); return the jobs that are due."""
        jobs = self.advance(now)
        verdict, left_over = self._judge("rgb", frame)
        jobs += left_over
        if verdict is StampVerdict.OK:
            self._wake()
            self.rgb.see(frame.thumbnail, self._now)
            self._follow_health()
            jobs += self._jobs(self._pairer.add_rgb(frame, self._now))
            decision = self.decision
            if decision.mode is Mode.RGB:
                jobs += self._emit(Job(Mode.RGB, decision.reason, None, frame, None, self._now))
            self._note_silence()
        return jobs

    def refuse(self, stream: Stream, reason: str) -> None:
        """Count a message that could not become a frame, a broken picture for instance."""
        self.ledger.receive(stream)
        self.ledger.drop(stream, reason)

    def advance(self, now: int) -> list[Job[M]]:
        """Let time pass until `now` (ns); return the jobs that are due."""
        if now < self._now - CLOCK_SLACK:
            self.reset(now)
        self._now = max(now, self._now)
        self.rgb.advance(self._now)
        self.thermal.advance(self._now)
        self._follow_health()
        jobs = self._jobs(self._pairer.advance(self._now))
        self._note_silence()
        return jobs

    def deadline(self) -> int | None:
        """Say at what time (ns) `advance` has something to do if nothing arrives before."""
        streams = [s.missing_at() for s in (self.rgb, self.thermal) if s.state is not Health.MISSING]
        waiting = self._pairer.deadline()
        return min([*streams, *([] if waiting is None else [waiting])], default=None)

    def begin(self, now: int) -> None:
        """Begin at time `now` (ns) after a pause: as `reset`, and no mode is in force until frames come."""
        self.reset(now)
        self.in_force = self._newest = AWAITED

    def reset(self, now: int) -> None:
        """Begin anew at time `now` (ns); frames that waited are dropped, counts stay."""
        for _ in self._pairer.clear():
            self.ledger.drop("thermal", RESET)
        for health in (self.rgb, self.thermal):
            health.reset(now)
        self._now = self._newest_since = now
        self._begin_epoch()

    def _begin_epoch(self) -> None:
        """Forget every stamp and every frame; health stands, it goes by the clock."""
        self._pairer.clear()
        for order in self._orders.values():
            order.reset()
        for gaps in self.gaps.values():
            gaps.clear()
        self._out.clear()
        self._late_since = None
        self.resets += 1

    def _judge(self, stream: Stream, frame: Frame[M]) -> tuple[StampVerdict, list[Job[M]]]:
        """Count a frame and judge its stamp; a refused one is dropped with the reason.

        If stamps have gone back, what still waited comes along: a camera with a broken clock costs
        the other one no frame.
        """
        self.ledger.receive(stream)
        order = self._orders[stream]
        left_over: list[Job[M]] = []
        verdict = order.judge(frame.stamp)
        if verdict is StampVerdict.REWOUND:
            left_over = self._jobs(self._pairer.flush())
            self._begin_epoch()
            verdict = order.judge(frame.stamp)
        if verdict is StampVerdict.OK:
            self.gaps[stream].add(frame.stamp)
        else:
            self.ledger.drop(stream, verdict.value)
        return verdict, left_over

    def _wake(self) -> None:
        """Begin as at the start if neither camera was there: no health is left to protect.

        Otherwise the camera that is a moment faster would speak alone until the other is trusted.
        """
        if {self.rgb.state, self.thermal.state} <= {Health.WAITING, Health.MISSING}:
            self.rgb.reset(self._now)
            self.thermal.reset(self._now)

    def _follow_health(self) -> None:
        """Do what the streams' health asks for, whenever it may have changed."""
        for health in (self.thermal, self.rgb):
            # Nothing flaps while there is a choice, nothing is withheld while there is none.
            if self.decision.mode is None:
                health.trust()
        self._pairer.rgb_down = self.rgb.state not in (Health.OK, Health.WAITING)

    def _jobs(self, pairs: list[Pair[M]]) -> list[Job[M]]:
        return [job for pair in pairs for job in self._job(pair)]

    def _job(self, pair: Pair[M]) -> list[Job[M]]:
        decision = self.decision
        if decision.mode is Mode.FUSED and pair.rgb is not None:
            return self._emit(
                Job(Mode.FUSED, decision.reason, pair.thermal, pair.rgb, pair.skew, pair.arrival)
            )
        if decision.mode in (Mode.FUSED, Mode.THERMAL):
            reason = UNPAIRED if decision.mode is Mode.FUSED else decision.reason
            return self._emit(Job(Mode.THERMAL, reason, pair.thermal, None, None, pair.arrival))
        self.ledger.drop("thermal", f"thermal {self.thermal.state}")
        return []

    def _emit(self, job: Job[M]) -> list[Job[M]]:
        """Let a job out unless it comes too late."""
        stream, stamp = job.anchor_stream, job.anchor.stamp
        if self._late(stream, stamp):
            self.ledger.drop(stream, LATE)
            return []
        self._out[stream], self._last = stamp, stream
        self._late_since = None
        self._note(Decision(job.mode, job.reason))
        return [job]

    def _late(self, stream: Stream, stamp: int) -> bool:
        """Say whether an output of a later stamp is out already."""
        if stream in self._out and stamp <= self._out[stream]:
            # How long this can go on is bounded by StampOrder: then time begins anew.
            return True
        if self._last == stream or self._last not in self._out:
            return False
        behind = self._on_thermal_clock(self._last, self._out[self._last])
        behind -= self._on_thermal_clock(stream, stamp)
        if behind < 0 or behind > REWIND:
            # No transport is as slow as that: the clocks differ.
            return False
        if self._late_since is None:
            self._late_since = self._now
        return self._now - self._late_since < CATCH_UP

    def _on_thermal_clock(self, stream: Stream, stamp: int) -> int:
        return stamp + nanoseconds(self._settings.pairing.rgb_time_offset) * (stream == "rgb")

    def _note(self, newest: Decision) -> None:
        """Follow the mode of the jobs.

        Thermal frames that find no rgb frame every now and then, because rgb is the slower stream
        for instance, are no change of mode before it has been so for a while, one way or the other.
        """
        if newest != self._newest:
            self._newest, self._newest_since = newest, self._now
        wavers = {newest.reason, self.in_force.reason} == {BOTH_OK, UNPAIRED}
        if not wavers or self._now - self._newest_since >= SETTLED:
            self.in_force = newest

    def _note_silence(self) -> None:
        """Notice that nothing can be published now."""
        decision = self.decision
        if decision.mode is None and self.thermal.state is not Health.WAITING:
            self.in_force = decision
