"""Stamps under loops, jitter, duplicates and resets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.stream.stamp_order import REMEMBERED, REORDERED, REWIND, REWIND_AFTER, StampOrder, StampVerdict

OK, ZERO, REPEATED, REWOUND = StampVerdict.OK, StampVerdict.ZERO, StampVerdict.REPEATED, StampVerdict.REWOUND
MS = 1_000_000


def judge_all(stamps_ms) -> list[StampVerdict]:
    order = StampOrder()
    return [order.judge(stamp * MS) for stamp in stamps_ms]


@pytest.mark.parametrize(
    ("stamps_ms", "verdicts"),
    [
        ([5000, 5033, 5066], [OK, OK, OK]),
        ([5000, 0, -7, 5033], [OK, ZERO, ZERO, OK]),
        ([5000, 5000, 5033, 5000], [OK, REPEATED, OK, REPEATED]),
        ([5000, 5066, 5033, 5099], [OK, OK, OK, OK]),  # a late frame is its user's matter
        ([5000, 9000, 9033], [OK, OK, OK]),  # a jump forwards
        ([5000, 4000], [OK, OK]),  # a second back is late, if only just
        ([5000, 3999], [OK, REWOUND]),
        ([5000, 4500, 4533, 4566], [OK, OK, OK, REWOUND]),  # the clock was set back by half a second
        ([5000, 5100, 5033, 5040, 5050, 5060], [OK] * 6),  # one frame overtook four
        ([5000, 4850, 4883, 5033, 4890, 4895], [OK] * 6),  # late ones, but the stream goes on
    ],
)
def test_verdicts_by_hand(stamps_ms, verdicts):
    assert judge_all(stamps_ms) == verdicts


def test_a_stuck_driver_repeats_for_ever():
    assert judge_all([5000] * 50) == [OK] + [REPEATED] * 49


def test_after_a_reset_any_stamp_begins_anew():
    order = StampOrder()
    order.judge(5000 * MS)
    assert order.judge(10 * MS) is REWOUND
    assert order.judge(10 * MS) is REWOUND, "asked again, it says the same"
    order.reset()
    assert order.judge(10 * MS) is OK
    assert order.judge(10 * MS) is REPEATED


def test_memory_is_bounded():
    order = StampOrder()
    for stamp in range(1, 3 * REMEMBERED):
        order.judge(stamp)
    assert len(order._stamps) == REMEMBERED


@given(st.lists(st.integers(1, 10**19), unique=True))
def test_rising_stamps_are_all_ok(stamps):
    order = StampOrder()
    assert all(order.judge(stamp) is OK for stamp in sorted(stamps))


@given(
    period=st.integers(1 * MS, 1000 * MS),
    latencies=st.lists(st.integers(0, REORDERED), min_size=1, max_size=80),
)
def test_jitter_of_a_tenth_of_a_second_is_no_new_beginning(period, latencies):
    stamps = [10**12 + n * period for n in range(len(latencies))]
    arrivals = sorted(zip(stamps, latencies, strict=True), key=sum)
    order = StampOrder()
    assert all(order.judge(stamp) is OK for stamp, _ in arrivals)


@given(period=st.integers(8 * MS, 1000 * MS), count=st.integers(2, 60))
def test_a_loop_is_noticed_within_three_rounds(period, count):
    recording = [10**12 + n * period for n in range(count)]
    length = recording[-1] - recording[0]
    order = StampOrder()
    verdicts = [order.judge(stamp) for stamp in recording]
    assert verdicts == [OK] * count
    for refused, stamp in enumerate(itertools.islice(itertools.cycle(recording), 3 * count)):
        if order.judge(stamp) is REWOUND:
            assert length > REORDERED
            assert refused == 0 or length <= REWIND
            break
    else:
        assert length <= REORDERED


@given(back=st.integers(REORDERED + 3 * 33 * MS + 1, REWIND), cut=st.integers(1, 50))
def test_a_clock_set_back_costs_two_frames(back, cut):
    order = StampOrder()
    for n in range(cut):
        order.judge(10**12 + n * 33 * MS)
    verdicts = [order.judge(10**12 + n * 33 * MS - back) for n in range(cut, cut + REWIND_AFTER)]
    assert REWOUND not in verdicts[:-1]
    assert verdicts[-1] is REWOUND


@given(st.lists(st.integers(-5, 3000).map(lambda ms: ms * MS), max_size=60))
def test_whoever_resets_when_asked_never_hears_it_twice(stamps):
    order = StampOrder()
    for stamp in stamps:
        if order.judge(stamp) is REWOUND:
            order.reset()
            assert order.judge(stamp) is OK
