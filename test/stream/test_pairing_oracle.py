"""The pairer against an oracle that sees the whole recording, on random recordings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.stream.frame import Frame, Stream, nanoseconds
from csk_ros.stream.pairing import MAX_RGB_FRAMES, MAX_WAITING, Pair, Pairer, PairingSettings

MS = 1_000_000
NO_PICTURE = np.empty((0, 0))


@dataclass(frozen=True)
class Arrival:
    time: int
    stream: Stream
    stamp: int


@dataclass(frozen=True)
class Decided:
    """A pair, and what the oracle must know of the moment it was decided."""

    pair: Pair[None]
    time: int
    call: int
    rgb_stamps: tuple[int, ...]
    """All that had arrived by then."""
    rgb_down: bool


def play(arrivals: list[Arrival], settings: PairingSettings, down: tuple[int, int] = (0, 0)) -> list[Decided]:
    """Let frames arrive, and time pass as whoever calls `advance` at every `deadline`."""
    pairer: Pairer[None] = Pairer(settings)
    decided: list[Decided] = []
    rgb_stamps: list[int] = []
    calls = 0

    def note(pairs: list[Pair[None]], time: int) -> None:
        nonlocal calls
        calls += 1
        decided.extend(Decided(pair, time, calls, tuple(rgb_stamps), pairer.rgb_down) for pair in pairs)
        assert len(pairer) <= MAX_WAITING
        assert len(pairer._rgb) <= MAX_RGB_FRAMES

    for arrival in sorted(arrivals, key=lambda arrival: arrival.time):
        while (deadline := pairer.deadline()) is not None and deadline <= arrival.time:
            note(pairer.advance(deadline), deadline)
            assert pairer.deadline() is None or pairer.deadline() > deadline
        pairer.rgb_down = down[0] <= arrival.time < down[1]
        frame = Frame(arrival.stamp, arrival.stream, NO_PICTURE, None)
        if arrival.stream == "rgb":
            rgb_stamps.append(arrival.stamp)
            note(pairer.add_rgb(frame, arrival.time), arrival.time)
        else:
            note(pairer.add_thermal(frame, arrival.time), arrival.time)
    while (deadline := pairer.deadline()) is not None:
        note(pairer.advance(deadline), deadline)
    return decided


def frames(stream: Stream, most: int) -> st.SearchStrategy[list[Arrival]]:
    """Any stamps within two seconds, any latency up to 0.3 s: out of order, in bursts, with holes."""
    stamps = st.lists(st.integers(1, 2000), max_size=most, unique=True)
    return stamps.flatmap(
        lambda stamps: st.tuples(*(st.integers(0, 300) for _ in stamps)).map(
            lambda latencies: [
                Arrival((1000 + stamp + latency) * MS, stream, (1000 + stamp) * MS)
                for stamp, latency in zip(stamps, latencies, strict=True)
            ]
        )
    )


recordings = st.tuples(frames("rgb", MAX_RGB_FRAMES), frames("thermal", 30)).map(
    lambda both: both[0] + both[1]
)
settings = st.builds(
    PairingSettings,
    max_skew=st.sampled_from([0.0, 0.005, 0.05, 0.4]),
    rgb_wait=st.sampled_from([0.0, 0.02, 0.05, 0.5]),
    rgb_time_offset=st.sampled_from([0.0, -0.03, 0.1]),
)
outages = st.tuples(st.integers(900, 3300), st.integers(0, 800)).map(
    lambda outage: (outage[0] * MS, (outage[0] + outage[1]) * MS)
)


@given(recordings, settings, outages)
def test_every_thermal_frame_leaves_exactly_once(arrivals, settings, down):
    thermal = sorted(arrival.stamp for arrival in arrivals if arrival.stream == "thermal")
    assert sorted(one.pair.thermal.stamp for one in play(arrivals, settings, down)) == thermal


@given(recordings, settings, outages)
def test_a_pair_is_the_nearest_of_all_that_had_arrived(arrivals, settings, down):
    offset, max_skew = nanoseconds(settings.rgb_time_offset), nanoseconds(settings.max_skew)
    for one in play(arrivals, settings, down):
        distances = [abs(stamp + offset - one.pair.thermal.stamp) for stamp in one.rgb_stamps]
        possible = [distance for distance in distances if distance <= max_skew and not one.rgb_down]
        if one.pair.rgb is None:
            assert not possible
            assert one.pair.skew is None
        else:
            assert one.pair.skew == one.pair.rgb.stamp + offset - one.pair.thermal.stamp
            assert abs(one.pair.skew) == min(possible)


@given(recordings, settings, outages)
def test_no_thermal_frame_waits_longer_than_it_may(arrivals, settings, down):
    arrived = {arrival.stamp: arrival.time for arrival in arrivals if arrival.stream == "thermal"}
    for one in play(arrivals, settings, down):
        assert one.pair.arrival == arrived[one.pair.thermal.stamp]
        assert 0 <= one.time - one.pair.arrival <= nanoseconds(settings.rgb_wait)


@given(recordings, settings, outages)
def test_no_thermal_frame_is_decided_without_a_cause(arrivals, settings, down):
    """Newer rgb, the end of its wait, the end of a later-stamped frame's wait, or rgb known to be down."""
    offset, wait = nanoseconds(settings.rgb_time_offset), nanoseconds(settings.rgb_wait)
    decided = play(arrivals, settings, down)
    for one in decided:
        overtaken = any(stamp + offset >= one.pair.thermal.stamp for stamp in one.rgb_stamps)
        due = any(
            other.time - other.pair.arrival >= wait and other.pair.thermal.stamp >= one.pair.thermal.stamp
            for other in decided
            if other.call == one.call
        )
        assert overtaken or due or one.rgb_down


@given(recordings, settings, outages)
def test_pairs_leave_in_the_order_of_stamps(arrivals, settings, down):
    """Always within one call; in all if thermal arrives in order."""
    decided = play(arrivals, settings, down)
    for earlier, later in pairwise(decided):
        assert earlier.call < later.call or earlier.pair.thermal.stamp < later.pair.thermal.stamp
    thermal = sorted((a.time, a.stamp) for a in arrivals if a.stream == "thermal")
    if [stamp for _, stamp in thermal] == sorted(stamp for _, stamp in thermal):
        stamps = [one.pair.thermal.stamp for one in decided]
        assert stamps == sorted(stamps)


@st.composite
def orderly_cameras(draw) -> tuple[list[Arrival], PairingSettings]:
    """Two cameras of any rates and latencies, rgb with losses; a wait as long as it can take."""
    span = 700
    periods = {stream: draw(st.integers(8, 200)) for stream in ("rgb", "thermal")}
    latencies = {stream: draw(st.integers(0, 100)) for stream in ("rgb", "thermal")}
    arrivals = []
    for stream in ("rgb", "thermal"):
        phase = draw(st.integers(0, periods[stream]))
        lost = draw(st.sets(st.integers(0, 30), max_size=5)) if stream == "rgb" else set()
        arrivals += [
            Arrival((1000 + stamp + latencies[stream]) * MS, stream, (1000 + stamp) * MS)
            for number, stamp in enumerate(range(phase, span, periods[stream]))
            if number not in lost and number < MAX_RGB_FRAMES
        ]
    wait = (latencies["rgb"] + 10 * periods["rgb"]) / 1000
    return arrivals, PairingSettings(max_skew=draw(st.sampled_from([0.01, 0.05, 1.0])), rgb_wait=wait)


@given(orderly_cameras())
def test_with_patience_every_pair_is_the_nearest_of_the_whole_recording(recording):
    arrivals, settings = recording
    rgb_stamps = [arrival.stamp for arrival in arrivals if arrival.stream == "rgb"]
    for one in play(arrivals, settings):
        nearest = min((abs(stamp - one.pair.thermal.stamp) for stamp in rgb_stamps), default=None)
        if nearest is not None and nearest <= nanoseconds(settings.max_skew):
            assert one.pair.skew is not None
            assert abs(one.pair.skew) == nearest
        else:
            assert one.pair.rgb is None
