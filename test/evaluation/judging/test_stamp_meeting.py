from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.judging.stamp_meeting import StampMeeting


def test_the_last_part_brings_all_and_they_are_gone():
    meeting = StampMeeting("truth", "labels")
    assert meeting.bring("labels", 7, "a") is None
    assert meeting.bring("truth", 8, "b") is None
    assert meeting.bring("truth", 7, "c") == {"truth": "c", "labels": "a"}
    assert meeting.bring("truth", 7, "d") is None


def test_a_part_that_comes_again_takes_the_place_of_the_first():
    meeting = StampMeeting("truth", "labels")
    meeting.bring("labels", 7, "old")
    meeting.bring("labels", 7, "new")
    assert meeting.bring("truth", 7, "t") == {"truth": "t", "labels": "new"}


def test_the_oldest_that_waits_in_vain_is_forgotten():
    meeting = StampMeeting("truth", "labels", waiting=3)
    for stamp in range(4):
        assert meeting.bring("truth", stamp, stamp) is None
    assert meeting.bring("labels", 0, "x") is None
    assert meeting.bring("labels", 1, "x") == {"truth": 1, "labels": "x"}
    assert meeting.bring("labels", 3, "x") == {"truth": 3, "labels": "x"}


@given(st.integers(1, 20), st.randoms(use_true_random=False))
def test_whatever_the_order_every_stamp_meets_once(stamps, random):
    parts = ("truth", "labels", "mode")
    comings = [(part, stamp) for part in parts for stamp in range(stamps)]
    random.shuffle(comings)
    meeting = StampMeeting(*parts)
    met = [found for part, stamp in comings if (found := meeting.bring(part, stamp, (part, stamp)))]
    assert sorted(found["truth"][1] for found in met) == list(range(stamps))
    assert all(found[part] == (part, found["truth"][1]) for found in met for part in parts)
