"""Two scripted cameras in simulated time, driving a StreamPipeline as the node does.

    run = play(rgb(30).drop(1.0, 2.0), thermal(9).freeze(3.0, 5.0), seconds=6.0)
    assert run.changes == [("thermal 0", "fused", "both cameras ok"), ...]

Times are seconds from the beginning of the script; a fault is on from `start` until before `end`, by
the time a picture is taken. Faults of one camera are applied one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from csk_ros.stream.frame import Frame, Stream, nanoseconds
from csk_ros.stream.stream_pipeline import StreamPipeline, StreamSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from csk_ros.stream.frame_ledger import FrameCounts
    from csk_ros.stream.stream_pipeline import Job

BEGIN = nanoseconds(1000.0)
"""Clock and stamps at the beginning of a script."""

FOREVER = 1e9


@dataclass(frozen=True)
class Shot:
    """One picture on its way; times in ns since the beginning, the stamp as in its header."""

    stream: Stream
    number: int
    taken: int
    arrival: int
    stamp: int
    scene: int
    """What it shows: pictures of one scene are equal to the last bit."""
    look: str = "fine"


@dataclass
class Camera:
    """A camera that sends `rate` pictures a second, each `latency` after it was taken."""

    stream: Stream
    rate: float
    latency: float
    phase: float = 0.0
    core_rate: float | None = None
    """New scenes a second, if the driver repeats pictures."""
    faults: list[Callable[[Shot], Iterable[Shot]]] = field(default_factory=list)

    def shots(self, seconds: float) -> list[Shot]:
        """Everything that arrives of the pictures taken in `seconds`."""
        shots: list[Shot] = []
        count = int((seconds - self.phase) * self.rate - 1e-9) + 1
        for number in range(count):
            taken = nanoseconds(self.phase + number / self.rate)
            scene = number if self.core_rate is None else int(number * self.core_rate / self.rate + 1e-9)
            shot = Shot(self.stream, number, taken, taken + nanoseconds(self.latency), BEGIN + taken, scene)
            alive: Iterable[Shot] = [shot]
            for fault in self.faults:
                alive = [harmed for each in alive for harmed in fault(each)]
            shots.extend(alive)
        return shots

    def drop(self, start: float, end: float = FOREVER) -> Camera:
        """Nothing comes."""
        return self._during(start, end, lambda _: [])

    def lose(self, *numbers: int) -> Camera:
        """Lose single pictures."""
        return self._always(lambda shot: [] if shot.number in numbers else [shot])

    def dark(self, start: float, end: float = FOREVER) -> Camera:
        """Night."""
        return self._look("dark", start, end)

    def glare(self, start: float, end: float = FOREVER) -> Camera:
        """The sun in the lens."""
        return self._look("glare", start, end)

    def cover(self, start: float, end: float = FOREVER) -> Camera:
        """Something grey on the lens."""
        return self._look("flat", start, end)

    def freeze(self, start: float, end: float = FOREVER) -> Camera:
        """The last picture from before, again and again with fresh stamps: also a closed shutter."""
        last = int(max(0.0, start - self.phase) * self.rate - 1e-9)
        return self._during(start, end, lambda shot: [replace(shot, scene=last)])

    def delay(self, seconds: float, start: float = 0.0, end: float = FOREVER) -> Camera:
        """Pictures arrive later, their stamps tell when they were taken."""
        late = nanoseconds(seconds)
        return self._during(start, end, lambda shot: [replace(shot, arrival=shot.arrival + late)])

    def jitter(self, seconds: float, seed: int = 0) -> Camera:
        """Pictures arrive between 0 and `seconds` later, overtaking one another."""
        random = np.random.default_rng(seed)
        return self._always(
            lambda shot: [replace(shot, arrival=shot.arrival + int(random.uniform(0, seconds) * 1e9))]
        )

    def shift_stamps(self, seconds: float, start: float = 0.0, end: float = FOREVER) -> Camera:
        """The camera's clock is off: stamps say so much more (or less)."""
        shift = nanoseconds(seconds)
        return self._during(start, end, lambda shot: [replace(shot, stamp=shot.stamp + shift)])

    def loop(self, seconds: float) -> Camera:
        """Stamps begin anew every `seconds`, as those of a recording that loops."""
        length = nanoseconds(seconds)
        return self._always(lambda shot: [replace(shot, stamp=BEGIN + (shot.stamp - BEGIN) % length)])

    def zero_stamps(self, start: float, end: float = FOREVER) -> Camera:
        """The driver forgets to fill in the stamp."""
        return self._during(start, end, lambda shot: [replace(shot, stamp=0)])

    def twice(self, start: float, end: float = FOREVER) -> Camera:
        """Every message comes two times."""
        return self._during(start, end, lambda shot: [shot, shot])

    def _look(self, look: str, start: float, end: float) -> Camera:
        return self._during(start, end, lambda shot: [replace(shot, look=look)])

    def _during(self, start: float, end: float, harm: Callable[[Shot], Iterable[Shot]]) -> Camera:
        low, high = nanoseconds(start), nanoseconds(end)
        return self._always(lambda shot: harm(shot) if low <= shot.taken < high else [shot])

    def _always(self, harm: Callable[[Shot], Iterable[Shot]]) -> Camera:
        return replace(self, faults=[*self.faults, harm])


def rgb(rate: float = 30.0, *, latency: float = 0.004, phase: float = 0.0) -> Camera:
    """A colour camera; as they come, its picture arrives before the thermal one of that moment."""
    return Camera("rgb", rate, latency, phase)


def thermal(
    rate: float = 30.0, *, latency: float = 0.008, phase: float = 0.0, core_rate: float | None = None
) -> Camera:
    """A thermal camera."""
    return Camera("thermal", rate, latency, phase, core_rate)


class Change(NamedTuple):
    """A new mode or a new reason; compares equal to a plain tuple."""

    anchor: str
    """The frame of the first output of it, "thermal 12"; empty when outputs end."""
    mode: str
    reason: str


@dataclass(eq=False)
class Run:
    """What came of a script: every job with the moment it left, and what was in force."""

    pipeline: StreamPipeline[Shot]
    jobs: list[Job[Shot]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    """When each job left, in ns since the beginning."""
    changes: list[Change] = field(default_factory=list)

    @property
    def sequence(self) -> list[tuple[str, str]]:
        """Modes and reasons in their order."""
        return [(change.mode, change.reason) for change in self.changes]

    @property
    def counts(self) -> FrameCounts:
        return self.pipeline.ledger.counts()

    @property
    def drops(self) -> dict[str, int]:
        """Drops by "stream: reason"."""
        return {f"{stream}: {reason}": n for (stream, reason), n in sorted(self.counts.dropped.items())}

    def note(self, jobs: list[Job[Shot]], time: int) -> None:
        """Take down what one call brought."""
        for job in jobs:
            self.jobs.append(job)
            self.left.append(time)
            shot = job.anchor.message
            self._changed(f"{shot.stream} {shot.number}", job.mode.value, job.reason)
        if self.pipeline.in_force.mode is None and self.changes:
            self._changed("", "none", self.pipeline.in_force.reason)

    def _changed(self, anchor: str, mode: str, reason: str) -> None:
        if not self.changes or self.changes[-1][1:] != (mode, reason):
            self.changes.append(Change(anchor, mode, reason))


def play(
    *cameras: Camera,
    seconds: float,
    settings: StreamSettings | None = None,
    new_settings: dict[float, StreamSettings] | None = None,
    clock_jumps: dict[float, float] | None = None,
    check: Callable[[Run], None] | None = None,
) -> Run:
    """Play a script to its end; what still waits then is waited for.

    Args:
        cameras: what sends.
        seconds: pictures are taken this long; those on their way still arrive.
        settings: the settings at the beginning.
        new_settings: settings that come into force at some time.
        clock_jumps: by how many seconds the clock is put forward (back, if negative) at some time.
        check: called after every single step.
    """
    run = Run(StreamPipeline(settings))
    events: list[tuple[int, int, Shot | StreamSettings | int]] = [
        *((nanoseconds(at), 0, nanoseconds(by)) for at, by in (clock_jumps or {}).items()),
        *((nanoseconds(at), 1, new) for at, new in (new_settings or {}).items()),
        *((shot.arrival, 2, shot) for camera in cameras for shot in camera.shots(seconds)),
    ]
    clock = BEGIN
    end = max((event[0] for event in events), default=0) + nanoseconds(run.pipeline.settings.pairing.rgb_wait)
    run.note(run.pipeline.advance(clock), 0)
    now = 0
    for time, _, event in sorted(events, key=lambda event: event[:2]):
        _let_pass(run, now, until=time, clock=clock, check=check)
        now = time
        if isinstance(event, int):
            clock += event
        elif isinstance(event, StreamSettings):
            run.pipeline.settings = event
        else:
            add = run.pipeline.add_rgb if event.stream == "rgb" else run.pipeline.add_thermal
            run.note(add(_frame(event), clock + time), time)
            if check is not None:
                check(run)
    _let_pass(run, now, until=end + 1, clock=clock, check=check)
    return run


def _let_pass(run: Run, now: int, *, until: int, clock: int, check: Callable[[Run], None] | None) -> None:
    """Call `advance` at every deadline from `now` to before `until`."""
    pipeline = run.pipeline
    while (deadline := pipeline.deadline()) is not None and deadline - clock < until:
        # Only a clock that jumped forwards has put a deadline into the past.
        now = max(now, deadline - clock)
        run.note(pipeline.advance(clock + now), now)
        if check is not None:
            check(run)
        later = pipeline.deadline()
        assert later is None or later > clock + now, "advance() at the deadline did not do what was due"


def _frame(shot: Shot) -> Frame[Shot]:
    return Frame(shot.stamp, f"{shot.stream}_optical", picture(shot.stream, shot.look, shot.scene), shot)


@lru_cache(maxsize=4096)
def picture(stream: Stream, look: str, scene: int) -> np.ndarray:
    """A thumbnail: rgb as uint8[12, 16, 3], thermal as uint16[12, 16]; another for every scene."""
    random = np.random.default_rng(scene)
    if stream == "thermal":
        return random.integers(28_000, 32_000, (12, 16)).astype(np.uint16)
    low, high = {"fine": (20, 200), "dark": (0, 4), "glare": (251, 256), "flat": (118, 122)}[look]
    return random.integers(low, high, (12, 16, 3)).astype(np.uint8)
