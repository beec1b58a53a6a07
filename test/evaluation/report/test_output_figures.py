from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.judging.mode_span import ModeSpan
from csk_ros.evaluation.judging.output import Output
from csk_ros.evaluation.judging.reaction import Reaction
from csk_ros.evaluation.report.output_figures import (
    jitter_figures,
    latency_figures,
    longest_gap,
    rate,
    reaction_figures,
    share_answered,
    span_figures,
    stream_extent,
)
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript

EPOCH = 1_700_000_000_000_000_000


def output(time, anchored=None, *, mode=Mode.FUSED, stamp=0.0):
    return Output(EPOCH + round(stamp * 1e9), time, mode, "", anchored)


def every(period, begin, end):
    """Times from `begin` to `end`, that included."""
    return [begin + number * period for number in range(round((end - begin) / period) + 1)]


@pytest.mark.parametrize(
    ("begin", "end", "duration"),
    [
        (0.0, 2.9, 2.9),
        (0.0, 0.1, 0.1),
        (0.06, 2.96, 2.96),
        (0.0, 2.9, 2.97),
        (0.15, 2.85, 2.9),
        (0.1, 3.0, 2.9),
    ],
    ids=["of one camera", "two frames", "the other came first", "or last", "late first", "labels after it"],
)
def test_a_stream_of_10_hz_has_10_hz_in_a_recording_of_any_length(begin, end, duration):
    assert rate(every(0.1, begin, end), duration) == 10.0


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        # 70 of the 100 that 10 s have.
        (every(0.1, 0.0, 2.9) + every(0.1, 6.0, 9.9), 7.0),
        (every(0.1, 0.0, 4.9), 5.03),
        (every(0.1, 5.0, 9.9), 5.03),
        (every(0.1, 4.0, 4.9), 1.01),
        ([4.0], 0.1),
        ([], 0.0),
    ],
    ids=["in between", "to the end", "from the beginning", "on both sides", "one frame", "no frame"],
)
def test_frames_that_are_missing_lower_the_rate(times, expected):
    assert rate(times, 9.9) == expected


def test_two_periods_at_an_end_are_no_gap():
    assert rate(every(0.1, 0.0, 1.8), 2.0) == 10.0
    # 19 frames from 50 ms before the first picture to the last one.
    assert rate(every(0.1, 0.0, 1.8), 2.02) == 9.18
    assert rate(every(0.1, 0.22, 2.02), 2.02) == 9.18


def test_frames_stand_for_the_stream_to_half_a_period_beyond_them_or_to_the_ends_of_the_recording():
    assert stream_extent([0.5, 1.0, 1.5, 2.0], 3.0) == (0.25, 2.25)
    assert stream_extent([1.5, 2.0, 2.5, 3.0], 5.0) == (0.0, 5.0)
    assert stream_extent([4.0], 5.0) == stream_extent([], 5.0) == (0.0, 5.0)


def test_without_time_there_is_no_rate():
    assert rate([0.0], 0.0) is None
    assert rate([], 0.0) is None


@given(st.lists(st.floats(0, 10), max_size=20))
def test_any_arrivals_have_a_rate(times):
    times.sort()
    found = rate(times, 10.0)
    assert found is not None
    assert 0.0 <= found < math.inf


@pytest.mark.parametrize(
    ("times", "duration", "expected"),
    [
        ([0.1, 0.3, 0.9], 1.0, 0.6),
        ([0.7, 0.8], 1.0, 0.7),
        ([0.1, 0.2], 1.0, 0.8),
        ([0.5, 1.2], 1.0, 0.7),
        ([], 1.5, 1.5),
    ],
    ids=["between two outputs", "from the first input", "to the end", "past the end", "no output"],
)
def test_the_longest_gap_lies_anywhere(times, duration, expected):
    assert longest_gap([output(time) for time in times], duration) == expected


def answered(moments, anchors):
    return share_answered(moments, [output(0.0, anchored) for anchored in anchors])


def test_a_moment_is_answered_within_half_a_period():
    moments = [0.0, 0.1, 0.2, 0.3]
    assert answered(moments, moments) == 1.0
    # In rgb mode outputs belong to pictures of the other camera.
    assert answered(moments, [0.02, 0.12]) == 0.5
    assert answered(moments, [0.06]) == 0.25
    assert answered(moments, [0.4, None]) == 0.0
    assert answered([0.0, 0.1, 0.2], [0.1]) == 0.3333


def test_of_a_single_moment_there_is_no_period():
    assert answered([0.1], [0.1]) == 1.0
    assert answered([0.1], [0.11]) == 0.0


def test_without_moments_there_is_no_share_and_without_outputs_none_of_it():
    assert answered([], [0.1]) is None
    assert answered([0.0, 0.1], []) == 0.0
    assert answered([0.0, 0.1], [None, None]) == 0.0


SECONDS = st.floats(0, 10)


@given(st.lists(SECONDS, min_size=1, max_size=20), st.lists(st.none() | SECONDS, max_size=20))
def test_the_share_is_that_of_the_matrix_of_all_distances(moments, anchors):
    moments.sort()
    half = np.median(np.diff(moments)) / 2 if len(moments) > 1 else 0.0
    known = [anchor for anchor in anchors if anchor is not None]
    near = np.abs(np.subtract.outer(moments, known)) <= half
    assert answered(moments, anchors) == round(float(near.any(axis=1).mean()), 4)


def test_latency_is_told_by_mode_and_over_all():
    fused = [0.04, 0.04, 0.04, 0.06, 0.06]
    outputs = [output(0.5 + latency, 0.5) for latency in fused]
    outputs += [output(0.5 + 0.02, 0.5, mode=Mode.THERMAL) for _ in range(3)]
    # Not seen arriving, so that nothing is known.
    outputs.append(output(0.9, None, mode=Mode.RGB))
    assert latency_figures(outputs) == {
        # Sorted 20 20 20 40 40 40 60 60.
        "all": {"p50": 40.0, "p95": 60.0, "max": 60.0},
        "fused": {"p50": 40.0, "p95": 60.0, "max": 60.0},
        "thermal": {"p50": 20.0, "p95": 20.0, "max": 20.0},
        "rgb": None,
    }
    assert latency_figures([]) == {"all": None, "fused": None, "thermal": None, "rgb": None}


def test_percentiles_lie_between_latencies():
    outputs = [output(latency / 1e3, 0.0) for latency in range(0, 110, 10)]
    assert latency_figures(outputs)["all"] == {"p50": 50.0, "p95": 95.0, "max": 100.0}


def test_jitter_is_how_unevenly_outputs_come():
    even = [output(0.05 + number / 10, stamp=number / 10) for number in range(4)]
    assert jitter_figures(even) == {"p50": 0.0, "p95": 0.0, "max": 0.0}
    # 20 ms too late, then 20 ms less than a period, then as it should be.
    uneven = [output(time, stamp=n / 10) for n, time in enumerate((0.05, 0.17, 0.25, 0.35))]
    assert jitter_figures(uneven) == {"p50": 20.0, "p95": 20.0, "max": 20.0}
    two = [output(time, stamp=n / 10) for n, time in enumerate((0.05, 0.15, 0.27))]
    assert jitter_figures(two) == {"p50": 10.0, "p95": 19.0, "max": 20.0}
    assert jitter_figures(even[:1]) is None
    assert jitter_figures([]) is None


def test_spans_are_told_to_the_millisecond():
    spans = [ModeSpan("fused", "both cameras ok", 0.04, 0.4204), ModeSpan("none", "missing", 0.4204, 1.0)]
    assert span_figures(spans) == [
        {"mode": "fused", "reason": "both cameras ok", "from": 0.04, "to": 0.42},
        {"mode": "none", "reason": "missing", "from": 0.42, "to": 1.0},
    ]


def test_reactions_are_told_and_what_has_no_end_or_never_came_is_null():
    ended, endless = FaultScript.from_list(
        [{"rgb": "drop", "from": 0.35, "to": 0.65}, {"thermal": "shutter", "from": 0.9}]
    ).faults
    assert endless.end == math.inf
    assert reaction_figures(
        [
            Reaction(ended, "thermal", 0.0704, None, "fused", 0.11, True, True, False, True),
            Reaction(endless, "rgb", None, 0.2504, "none", None, True, False, False, False),
        ]
    ) == [
        {
            "camera": "rgb",
            "kind": "drop",
            "from": 0.35,
            "to": 0.65,
            "expected": "thermal",
            "reaction": 0.07,
            "reaction_due": True,
            "reaction_already": False,
            "left_for": None,
            "expected_afterwards": "fused",
            "return": 0.11,
            "return_due": True,
            "return_already": True,
        },
        {
            "camera": "thermal",
            "kind": "shutter",
            "from": 0.9,
            "to": None,
            "expected": "rgb",
            "reaction": None,
            "reaction_due": True,
            "reaction_already": False,
            "left_for": 0.25,
            "expected_afterwards": None,
            "return": None,
            "return_due": False,
            "return_already": False,
        },
    ]
