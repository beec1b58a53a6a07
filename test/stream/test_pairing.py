"""The pairer by hand: who is paired with whom, when, and what bounds it."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.stream.frame import Frame
from csk_ros.stream.pairing import MAX_RGB_FRAMES, MAX_WAITING, Pair, Pairer, PairingSettings

MS = 1_000_000
NO_PICTURE = np.empty((0, 0))


def frame(stamp_ms: float) -> Frame[None]:
    return Frame(round(stamp_ms * MS), "camera", NO_PICTURE, None)


def told(pairs: list[Pair[None]]) -> list[tuple[int, int | None]]:
    """Thermal and rgb stamp of each pair in ms."""
    return [(p.thermal.stamp // MS, None if p.rgb is None else p.rgb.stamp // MS) for p in pairs]


class Bench:
    """A pairer whose frames arrive, unless it is said otherwise, at the time of their stamp; all in ms."""

    def __init__(self, **settings: float) -> None:
        self.pairer: Pairer[None] = Pairer(PairingSettings(**settings))

    def thermal(self, stamp: float, at: float | None = None) -> list[tuple[int, int | None]]:
        return told(self.pairer.add_thermal(frame(stamp), round((stamp if at is None else at) * MS)))

    def rgb(self, stamp: float, at: float | None = None) -> list[tuple[int, int | None]]:
        return told(self.pairer.add_rgb(frame(stamp), round((stamp if at is None else at) * MS)))

    def advance(self, now: float) -> list[tuple[int, int | None]]:
        return told(self.pairer.advance(round(now * MS)))


def test_an_rgb_frame_of_the_same_moment_decides_at_once():
    bench = Bench()
    assert bench.rgb(1000) == []
    assert bench.thermal(1000, at=1002) == [(1000, 1000)]


def test_the_nearer_of_two_neighbours_is_taken():
    bench = Bench()
    bench.rgb(990)
    assert bench.thermal(1000) == [], "a nearer one may still come"
    assert bench.rgb(1009) == [(1000, 1009)]
    bench.thermal(1020)
    assert bench.rgb(1042) == [(1020, 1009)]


def test_a_pair_says_its_skew_and_when_thermal_arrived():
    pairer: Pairer[None] = Pairer()
    pairer.add_rgb(frame(993), 995 * MS)
    pairer.add_thermal(frame(1000), 1003 * MS)
    (pair,) = pairer.advance(1053 * MS)
    assert (pair.skew, pair.arrival) == (-7 * MS, 1003 * MS)


def test_without_rgb_the_wait_ends_to_the_nanosecond():
    pairer: Pairer[None] = Pairer(PairingSettings(rgb_wait=0.05))
    assert pairer.add_thermal(frame(1000), 1004 * MS) == []
    assert pairer.deadline() == 1054 * MS
    assert pairer.advance(1054 * MS - 1) == []
    (pair,) = pairer.advance(1054 * MS)
    assert (pair.rgb, pair.skew) == (None, None)
    assert pairer.deadline() is None
    assert len(pairer) == 0


@pytest.mark.parametrize(("skew", "paired"), [(0.05, True), (0.050000001, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_max_skew_is_included(skew, paired, sign):
    bench = Bench(max_skew=0.05)
    bench.rgb(1000 + sign * skew * 1000)
    pairs = bench.thermal(1000) + bench.advance(1050)
    assert [rgb is not None for _, rgb in pairs] == [paired]


def test_max_skew_zero_pairs_equal_stamps_only():
    bench = Bench(max_skew=0.0)
    bench.rgb(1000)
    assert bench.thermal(1000) == [(1000, 1000)]
    bench.thermal(1001)
    assert bench.rgb(1002) == [(1001, None)]


def test_no_wait_takes_what_is_there():
    bench = Bench(rgb_wait=0.0)
    assert bench.thermal(1000) == [(1000, None)]
    bench.rgb(1020)
    assert bench.thermal(1033) == [(1033, 1020)]


def test_the_offset_brings_rgb_onto_the_thermal_clock():
    pairer: Pairer[None] = Pairer(PairingSettings(rgb_time_offset=-0.2))
    pairer.add_rgb(frame(1190), 1000 * MS)
    assert pairer.add_thermal(frame(1000), 1000 * MS) == []
    (pair,) = pairer.add_rgb(frame(1203), 1003 * MS)
    assert (pair.rgb.stamp, pair.skew) == (1203 * MS, 3 * MS)


def test_one_rgb_frame_serves_several_thermal_frames():
    bench = Bench()
    for stamp in (990, 1000, 1010):
        bench.thermal(stamp)
    assert bench.rgb(1012) == [(990, 1012), (1000, 1012), (1010, 1012)]


def test_one_lost_rgb_frame_moves_no_later_pair():
    bench = Bench()
    pairs = []
    for n in range(10):
        stamp = 1000 + 33 * n
        if n != 4:
            pairs += bench.rgb(stamp)
        pairs += bench.thermal(stamp, at=stamp + 2)
    assert pairs == [(1000 + 33 * n, 1000 + 33 * (n if n != 4 else 3)) for n in range(10)]


def test_late_rgb_out_of_order_is_still_chosen():
    bench = Bench()
    bench.thermal(1000)
    bench.thermal(1033)
    assert bench.rgb(1020, at=1040) == [(1000, 1020)]
    assert bench.rgb(1010, at=1041) == []
    assert bench.rgb(1034, at=1042) == [(1033, 1034)]


def test_an_older_rgb_frame_that_comes_late_hides_no_newer_one():
    bench = Bench()
    bench.rgb(1040)
    bench.rgb(1010, at=1041)
    assert bench.thermal(1030, at=1042) == [(1030, 1040)]


def test_a_due_frame_takes_older_ones_along():
    bench = Bench(rgb_wait=0.05)
    bench.thermal(1033, at=1033)
    bench.thermal(1000, at=1060)
    assert bench.advance(1083) == [(1000, None), (1033, None)]


def test_thermal_leaves_at_once_while_rgb_is_down():
    bench = Bench()
    bench.thermal(1000)
    bench.rgb(999)
    bench.pairer.rgb_down = True
    assert bench.thermal(1010) == [(1000, None), (1010, None)]
    bench.pairer.rgb_down = False
    assert bench.thermal(1012) == []


def test_too_many_waiting_frames_decide_the_oldest():
    bench = Bench(rgb_wait=10.0)
    for n in range(MAX_WAITING):
        assert bench.thermal(1000 + n) == []
    assert bench.thermal(2000) == [(1000, None)]
    assert len(bench.pairer) == MAX_WAITING


def test_rgb_memory_is_bounded_and_keeps_the_newest():
    bench = Bench()
    for n in range(3 * MAX_RGB_FRAMES):
        bench.rgb(1000 + n)
    assert len(bench.pairer._rgb) == MAX_RGB_FRAMES
    assert bench.thermal(1000 + 3 * MAX_RGB_FRAMES - 1) == [(1095, 1095)]


def test_a_wait_longer_than_the_thermal_period_keeps_order_and_bound():
    bench = Bench(rgb_wait=0.1)
    left: dict[int, int] = {}
    for now in range(1000, 1300):
        due = bench.thermal(now) if (now - 1000) % 20 == 0 else bench.advance(now)
        left |= {stamp: now for stamp, _ in due}
    assert left == {stamp: stamp + 100 for stamp in range(1000, 1200, 20)}


def test_flush_decides_all_by_what_has_come():
    bench = Bench()
    bench.rgb(990)
    bench.thermal(1000)
    bench.thermal(1100, at=1001)
    assert told(bench.pairer.flush()) == [(1000, 990), (1100, None)]
    assert len(bench.pairer) == 0


def test_clear_hands_back_what_waits_and_forgets_rgb():
    bench = Bench()
    bench.rgb(999)
    bench.thermal(1000)
    assert [waiting.stamp for waiting in bench.pairer.clear()] == [1000 * MS]
    assert bench.pairer.deadline() is None
    assert bench.thermal(998) == [], "the rgb frame of before would have decided it"


def test_new_settings_are_in_force_for_frames_that_wait():
    bench = Bench(rgb_wait=1.0, max_skew=0.05)
    bench.rgb(990)
    bench.thermal(1000)
    bench.pairer.settings = PairingSettings(rgb_wait=0.01, max_skew=0.001)
    assert bench.pairer.deadline() == 1010 * MS
    assert bench.advance(1010) == [(1000, None)]
