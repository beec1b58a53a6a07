"""The node's calls in simulated time: what is owed, when it is answered, and what is refused."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from csk_ros.campaign.unsteady_clock import BEGIN, Jump, Standstill, UnsteadyClock
from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.messages.plain_message import Header, Stamp
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.session.job_runner import JobRunner
from csk_ros.simulation.simulated_node import SimulatedNode, StuckError, TrueClock
from csk_ros.simulation.simulated_worker import SimulatedWorker
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.stream_pipeline import StreamPipeline, StreamSettings
from support.known_segmenter import MS, START, KnownSegmenter, moments

WAIT = 50 * MS + 7
"""How long a thermal frame waits for rgb, in an odd number of ns."""

SETTINGS = StreamSettings(pairing=PairingSettings(rgb_wait=WAIT / 1e9))


class Known(NamedTuple):
    """An answer that tells which job it is of."""

    stamp: int
    mode: Mode
    reason: str
    time: int


class Bench:
    """A node whose network takes a known time; times in ms since the first picture."""

    def __init__(self, *, duration=0, clock=None, told=lambda _: None):
        self.pipeline = StreamPipeline(SETTINGS)
        inputs = CameraInputs()
        runner = JobRunner(KnownSegmenter(), inputs, self.pipeline.ledger)
        worker = SimulatedWorker(runner, self._known, lambda _: duration)
        self.node = SimulatedNode(self.pipeline, worker, clock or TrueClock(), told, inputs=inputs)
        self.turns = []
        self.node.activate(START)

    @staticmethod
    def _known(_, job, time):
        return Known(job.anchor.stamp, job.mode, job.reason, time)

    def receive(self, picture):
        self.turns += self.node.let_pass(picture.time)
        self.turns.append(self.node.receive(picture.stream, recorded_message(picture), picture.time))
        return self.turns[-1]

    def play(self, pictures):
        for picture in pictures:
            self.receive(picture)
        self.turns += self.node.let_pass(None)
        return self

    @property
    def answers(self):
        return [answer for turn in self.turns for answer in turn.outputs]

    @property
    def times(self):
        """Stamp and time of every answer in ns since the first picture."""
        return [(answer.stamp - START, answer.time - START) for answer in self.answers]

    @property
    def dropped(self):
        return dict(self.pipeline.ledger.counts().dropped)


def cameras(count, *streams):
    return [picture for picture in moments(count) if picture.stream in (streams or ("rgb", "thermal"))]


def thermal(count):
    return cameras(count, "thermal")


def test_every_pair_is_answered_after_the_time_of_the_network():
    bench = Bench(duration=30 * MS).play(cameras(4))
    assert bench.times == [(n * 100 * MS, (n * 100 + 30) * MS) for n in range(4)]
    assert {answer[1:3] for answer in bench.answers} == {(Mode.FUSED, "both cameras ok")}
    assert bench.pipeline.ledger.counts().published == {Mode.FUSED: 4}
    assert bench.dropped == {}


def test_deadlines_are_met_to_the_nanosecond():
    bench = Bench().play(thermal(5))
    # After 0.3 s rgb is missing, and nobody waits for it any more.
    assert bench.times == [
        (0, WAIT),
        (100 * MS, 100 * MS + WAIT),
        (200 * MS, 200 * MS + WAIT),
        (300 * MS, 300 * MS),
        (400 * MS, 400 * MS),
    ]
    assert [answer.reason for answer in bench.answers] == ["rgb awaited"] * 3 + ["rgb missing"] * 2


def test_what_is_due_is_done_in_its_order():
    bench = Bench(duration=60 * MS).play(thermal(2))
    told = [(turn.time - START, turn.taken_in, len(turn.outputs)) for turn in bench.turns]
    assert told[:6] == [
        (0, True, 0),
        (WAIT, False, 0),
        (100 * MS, True, 0),
        (WAIT + 60 * MS, False, 1),
        (100 * MS + WAIT, False, 0),
        (100 * MS + WAIT + 60 * MS, False, 1),
    ]
    # Then each camera is found missing, and there is nothing left to wait for.
    assert [told[6:][n][0] for n in range(len(told) - 6)] == sorted({300 * MS, bench.turns[-1].time - START})


def test_answers_come_in_order_and_those_that_waited_too_long_are_superseded():
    owed = []
    bench = Bench(duration=250 * MS, told=lambda job: owed.append(job.anchor.stamp))
    bench.play(cameras(10))
    assert bench.times == [
        (0, 250 * MS),
        (200 * MS, 500 * MS),
        (400 * MS, 750 * MS),
        (700 * MS, 1000 * MS),
        (900 * MS, 1250 * MS),
    ]
    assert bench.dropped == {("thermal", "superseded"): 5}
    # Jobs are told whether they are answered or not.
    assert owed == [START + number * 100 * MS for number in range(10)]


def test_time_passes_no_further_than_it_is_let():
    bench = Bench()
    bench.receive(thermal(1)[0])
    assert list(bench.node.let_pass(START + WAIT - 1)) == []
    (turn,) = bench.node.let_pass(START + WAIT)
    assert (turn.time, len(turn.outputs)) == (START + WAIT, 1)


def test_a_clock_that_goes_back_is_a_new_beginning():
    clock = UnsteadyClock(jumps=(Jump(START / 1e9 + 0.22, -3.0),))
    bench = Bench(clock=clock)
    assert bench.node.clock == BEGIN + START
    for picture in thermal(3):
        bench.receive(picture)
    before = bench.node.clock
    resets = bench.pipeline.resets
    pictures = thermal(5)
    bench.receive(pictures[3])
    assert before >= BEGIN + START + 200 * MS
    assert bench.node.clock == BEGIN + START + 300 * MS - 3000 * MS
    assert (bench.node.clock_resets, bench.pipeline.resets - resets) == (1, 1)
    bench.play([pictures[4]])
    # The frame that waited when the clock went back is lost; those behind it wait by the new time.
    assert bench.dropped == {("thermal", "stream reset"): 1}
    assert bench.times == [(at * MS, at * MS + WAIT) for at in (0, 100, 300, 400)]


def test_a_clock_that_goes_back_a_little_stands_still_until_it_has_caught_up():
    bench = Bench(clock=UnsteadyClock(jumps=(Jump(START / 1e9 + 0.21, -0.08),)))
    shown = []
    for picture in thermal(4):
        bench.receive(picture)
        shown.append(bench.node.clock - BEGIN - START)
    bench.play([])
    assert shown == [0, 100 * MS, 200 * MS, 220 * MS]
    assert bench.node.clock_resets == 0
    # 50 ms by the clock are 130 ms where it lost 80.
    assert bench.times[2] == (200 * MS, 280 * MS + WAIT)
    assert bench.dropped == {}


def test_a_deadline_waits_while_the_clock_stands():
    bench = Bench(clock=UnsteadyClock(standstills=(Standstill(START / 1e9 + 0.02, START / 1e9 + 1.02),)))
    bench.play(thermal(1))
    assert bench.times == [(0, 1000 * MS + WAIT)]


class Stopped:
    """A clock that always shows the same."""

    def at(self, _):
        return START

    def when(self, shows, after):
        return after if shows <= START else None


def test_what_a_clock_never_shows_is_not_waited_for():
    bench = Bench(clock=Stopped()).play(thermal(2))
    assert bench.answers == []
    assert bench.pipeline.waiting == 2


class Insisting(StreamPipeline):
    """A pipeline that wants to be called again whatever was done."""

    def deadline(self):
        return 7


def test_a_pipeline_that_asks_again_and_again_is_told_of():
    pipeline = Insisting()
    worker = SimulatedWorker(None, None, lambda _: 0)
    node = SimulatedNode(pipeline, worker, TrueClock())
    node.activate(10)
    with pytest.raises(StuckError, match="at 10 ns it still wants to be called at 7 ns"):
        list(node.let_pass(None))


def unstamped(picture):
    return replace(picture, stamp=0)


def truncated(picture):
    return replace(picture, truncated=True)


def of_the_other_camera(picture):
    return replace(picture, encoding="32FC1", image=picture.image[..., 0].astype(np.float32))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(unstamped, "zero stamp"), (truncated, "truncated"), (of_the_other_camera, "encoding")],
)
def test_what_cannot_be_used_is_refused_with_its_reason(spoil, reason):
    bench = Bench()
    good, bad = cameras(2, "rgb")
    assert bench.receive(good).taken_in
    turn = bench.receive(spoil(bad))
    assert (turn.time, turn.taken_in, turn.outputs) == (bad.time, False, [])
    counts = bench.pipeline.ledger.counts()
    assert counts.received == {"rgb": 2}
    assert counts.dropped == {("rgb", reason): 1}


def test_a_stamp_of_too_many_nanoseconds_is_refused():
    bench = Bench()
    (picture,) = thermal(1)
    message = recorded_message(picture)
    message.header = Header(Stamp(5, 1_000_000_000), "thermal_optical")
    assert not bench.node.receive("thermal", message, picture.time).taken_in
    assert bench.dropped == {("thermal", "stamp"): 1}


def test_a_stamp_that_repeats_is_refused_and_one_of_the_other_camera_is_not():
    bench = Bench()
    rgb, image = cameras(1)
    assert [bench.receive(each).taken_in for each in (rgb, image, image, rgb)] == [True, True, False, False]
    assert bench.dropped == {("thermal", "repeated stamp"): 1, ("rgb", "repeated stamp"): 1}


def test_a_frame_that_is_let_in_and_found_late_is_taken_in_nevertheless():
    """Late ones are dropped later, by their own reason."""
    bench = Bench()
    first, second = thermal(2)
    bench.receive(second)
    late = replace(first, time=second.time + 80 * MS, stamp=second.stamp - 50 * MS)
    assert bench.receive(late).taken_in
    bench.play([])
    assert bench.dropped == {("thermal", "late stamp"): 1}


def test_in_the_end_no_frame_is_alive():
    bench = Bench(duration=250 * MS)
    pictures = thermal(20)
    for picture in pictures:
        bench.receive(picture)
        # One at work, the newest, and one that waits for rgb.
        assert bench.node.frames_alive <= 3
    bench.play([])
    gc.collect()
    assert bench.node.frames_alive == 0


def test_of_two_cameras_only_the_partners_for_later_frames_stay_alive():
    bench = Bench().play(cameras(20))
    gc.collect()
    assert bench.node.frames_alive == 20
    bench.pipeline.reset(START)
    gc.collect()
    assert bench.node.frames_alive == 0


def test_new_settings_count_from_their_time_on():
    bench = Bench()
    for picture in cameras(3):
        bench.receive(picture)
    impatient = replace(SETTINGS, thermal=replace(SETTINGS.thermal, timeout=0.1), allow_rgb=False)
    at = START + 250 * MS
    turn = bench.node.change_settings(impatient, at)
    assert (turn.time, turn.outputs) == (at, [])
    assert bench.pipeline.settings == impatient
