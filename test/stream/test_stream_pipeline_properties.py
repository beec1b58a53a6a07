"""What holds after every step of any script, and how often a single fault changes the mode."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.mode import Mode
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.pairing import MAX_RGB_FRAMES, MAX_WAITING, PairingSettings
from csk_ros.stream.stamp_order import REWIND
from csk_ros.stream.stream_pipeline import StreamSettings
from support.stream_script import Camera, Run, play, rgb, thermal

SECONDS = 3.0

RATES = st.sampled_from([1.0, 4.0, 9.0, 29.7, 60.0])
SPANS = st.tuples(st.floats(0.0, SECONDS), st.floats(0.0, SECONDS)).map(sorted)


class Invariants:
    """Checked after every single step of a script; `set_back` is how long its clock repeats itself."""

    def __init__(self, set_back: float = 0.0) -> None:
        self._set_back = nanoseconds(set_back)
        self._seen = 0
        self._resets = 0
        self._epoch: int | None = None
        """The epoch of the newest job; None if it left in the very step of a reset, before or after it."""
        self.modes: list[Mode | None] = []

    def __call__(self, run: Run) -> None:
        self.modes.append(run.pipeline.decision.mode)
        fresh = range(self._seen, len(run.jobs))
        self._every_thermal_frame_is_a_job_a_drop_or_waiting(run)
        self._queues_are_bounded(run)
        for number in fresh:
            self._a_job_has_what_its_mode_needs(run, number)
            self._a_thermal_frame_waited_no_longer_than_it_may(run, number)
            if run.pipeline.resets == self._epoch:
                self._stamps_rise(run, number)
            self._epoch = run.pipeline.resets if run.pipeline.resets == self._resets else None
        self._seen, self._resets = len(run.jobs), run.pipeline.resets

    def _every_thermal_frame_is_a_job_a_drop_or_waiting(self, run: Run) -> None:
        jobs = sum(job.anchor_stream == "thermal" for job in run.jobs)
        ended = jobs + run.counts.dropped_of("thermal")
        assert run.counts.received["thermal"] == ended + len(run.pipeline._pairer)

    def _queues_are_bounded(self, run: Run) -> None:
        assert len(run.pipeline._pairer) <= MAX_WAITING
        assert len(run.pipeline._pairer._rgb) <= MAX_RGB_FRAMES

    def _a_job_has_what_its_mode_needs(self, run: Run, number: int) -> None:
        job = run.jobs[number]
        frames = {stream for stream in ("rgb", "thermal") if getattr(job, stream) is not None}
        assert (
            frames == {Mode.FUSED: {"rgb", "thermal"}, Mode.THERMAL: {"thermal"}, Mode.RGB: {"rgb"}}[job.mode]
        )
        assert (job.skew is not None) == (job.mode is Mode.FUSED)
        if job.skew is not None:
            pairing = run.pipeline.settings.pairing
            assert job.skew == job.rgb.stamp + nanoseconds(pairing.rgb_time_offset) - job.thermal.stamp
            assert abs(job.skew) <= nanoseconds(pairing.max_skew)

    def _a_thermal_frame_waited_no_longer_than_it_may(self, run: Run, number: int) -> None:
        waited = run.left[number] - run.jobs[number].anchor.message.arrival
        assert 0 <= waited <= nanoseconds(run.pipeline.settings.pairing.rgb_wait) + self._set_back

    def _stamps_rise(self, run: Run, number: int) -> None:
        before, job = run.jobs[number - 1], run.jobs[number]
        if job.anchor.stamp <= before.anchor.stamp:
            assert job.anchor_stream != before.anchor_stream
            assert before.anchor.stamp - job.anchor.stamp > REWIND, "only clocks far apart may"


FAULTS = (
    st.builds(lambda span: lambda camera: camera.drop(*span), SPANS)
    | st.builds(lambda span: lambda camera: camera.freeze(*span), SPANS)
    | st.builds(lambda span: lambda camera: camera.zero_stamps(*span), SPANS)
    | st.builds(lambda span: lambda camera: camera.twice(*span), SPANS)
    | st.builds(lambda by, span: lambda camera: camera.delay(by, *span), st.floats(0.0, 1.5), SPANS)
    | st.builds(lambda by, span: lambda camera: camera.shift_stamps(by, *span), st.floats(-3.0, 3.0), SPANS)
    | st.builds(
        lambda by, seed: lambda camera: camera.jitter(by, seed), st.floats(0.0, 0.4), st.integers(0, 9)
    )
    | st.builds(lambda length: lambda camera: camera.loop(length), st.floats(0.2, 2.0))
    | st.builds(lambda lost: lambda camera: camera.lose(*lost), st.sets(st.integers(0, 90)))
)
RGB_FAULTS = FAULTS | st.builds(
    lambda look, span: lambda camera: getattr(camera, look)(*span),
    st.sampled_from(["dark", "glare", "cover"]),
    SPANS,
)


@st.composite
def cameras(draw) -> tuple[Camera, Camera]:
    pair = []
    for make, faults in ((rgb, RGB_FAULTS), (thermal, FAULTS)):
        camera = make(draw(RATES), latency=draw(st.floats(0.0, 0.12)), phase=draw(st.floats(0.0, 0.5)))
        for fault in draw(st.lists(faults, max_size=3)):
            camera = fault(camera)
        pair.append(camera)
    return pair[0], pair[1]


STREAM_SETTINGS = st.builds(
    lambda skew, wait, offset, allow: StreamSettings(
        pairing=PairingSettings(skew, wait, offset), allow_rgb=allow
    ),
    st.sampled_from([0.0, 0.05, 0.5]),
    st.sampled_from([0.0, 0.05, 0.6]),
    st.sampled_from([0.0, -0.2]),
    st.booleans(),
)


@settings(max_examples=60)
@given(
    cameras(),
    STREAM_SETTINGS,
    st.dictionaries(st.floats(0.0, SECONDS), st.floats(-5.0, 5.0), max_size=2),
)
def test_the_invariants_hold_after_every_step(pair, stream_settings, clock_jumps):
    set_back = -sum(min(0.0, by) for by in clock_jumps.values())
    run = play(
        *pair,
        seconds=SECONDS,
        settings=stream_settings,
        clock_jumps=clock_jumps,
        check=Invariants(set_back),
    )
    pipeline = run.pipeline
    while (deadline := pipeline.deadline()) is not None:
        run.note(pipeline.advance(deadline), 0)
    jobs = sum(job.anchor_stream == "thermal" for job in run.jobs)
    assert run.counts.received["thermal"] == jobs + run.counts.dropped_of("thermal"), "nothing waits for ever"


SINGLE_FAULTS = {
    "rgb drop": (Mode.THERMAL, lambda span: (rgb().drop(*span), thermal())),
    "rgb dark": (Mode.THERMAL, lambda span: (rgb().dark(*span), thermal())),
    "rgb freeze": (Mode.THERMAL, lambda span: (rgb().freeze(*span), thermal())),
    "rgb without stamps": (Mode.THERMAL, lambda span: (rgb().zero_stamps(*span), thermal())),
    "thermal drop": (Mode.RGB, lambda span: (rgb(), thermal().drop(*span))),
    "thermal shutter": (Mode.RGB, lambda span: (rgb(), thermal().freeze(*span))),
    "shutter of a slow core": (Mode.RGB, lambda span: (rgb(), thermal(core_rate=9).freeze(*span))),
    "both drop": (None, lambda span: (rgb().drop(*span), thermal().drop(*span))),
}


@pytest.mark.parametrize("fault", SINGLE_FAULTS)
@settings(max_examples=15)
@given(start=st.floats(0.5, 1.0), length=st.floats(0.0, 2.0), rates=st.tuples(RATES, RATES))
def test_one_fault_changes_the_mode_at_most_once_each_way(fault, start, length, rates):
    degraded, script = SINGLE_FAULTS[fault]
    pair = script((start, start + length))
    if fault != "shutter of a slow core":
        for camera, rate in zip(pair, rates, strict=True):
            camera.rate = rate
    invariants = Invariants()
    play(*pair, seconds=start + length + 12.0 / min(camera.rate for camera in pair), check=invariants)
    modes = [mode for mode, _ in groupby(invariants.modes)]
    while modes[0] is not Mode.FUSED:
        modes.pop(0)
    if fault == "both drop":
        # Each camera is missed once and comes back once, one after the other at unequal rates.
        assert modes[0] is modes[-1] is Mode.FUSED
        assert len(modes) <= 5
    else:
        assert modes in ([Mode.FUSED], [Mode.FUSED, degraded, Mode.FUSED])
