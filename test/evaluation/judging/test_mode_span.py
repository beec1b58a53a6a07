from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.judging.mode_span import ModeSpan, Silence, mode_sequence, mode_spans
from csk_ros.evaluation.judging.output import Output
from csk_ros.mode import Mode


def output(time, mode, reason="ok"):
    return Output(stamp=round(time * 1e9), time=time, mode=Mode(mode), reason=reason, anchored=time)


def test_a_span_lasts_from_its_first_output_to_the_next_ones():
    outputs = [
        output(0.05, "fused"),
        output(0.15, "fused"),
        output(0.25, "thermal", "rgb unpaired"),
        output(0.35, "thermal", "rgb missing"),
        output(0.45, "thermal", "rgb missing"),
        output(0.55, "fused"),
    ]
    spans = mode_spans(outputs, [], 0.6)
    assert spans == [
        ModeSpan("fused", "ok", 0.05, 0.25),
        ModeSpan("thermal", "rgb unpaired", 0.25, 0.35),
        ModeSpan("thermal", "rgb missing", 0.35, 0.55),
        ModeSpan("fused", "ok", 0.55, 0.6),
    ]
    assert mode_sequence(spans) == ["fused", "thermal", "fused"]
    assert mode_spans(reversed(outputs), [], 0.6) == spans


def test_times_without_output_are_spans_of_their_own():
    outputs = [output(0.1, "fused"), output(1.1, "fused")]
    spans = mode_spans(outputs, [Silence(0.5, "both missing")], 2.0)
    assert spans == [
        ModeSpan("fused", "ok", 0.1, 0.5),
        ModeSpan("none", "both missing", 0.5, 1.1),
        ModeSpan("fused", "ok", 1.1, 2.0),
    ]
    assert mode_sequence(spans) == ["fused", "none", "fused"]


def test_a_silence_with_another_reason_is_another_span():
    silences = [Silence(0.5, "thermal missing"), Silence(0.7, "thermal missing, rgb missing")]
    spans = mode_spans([output(0.1, "thermal")], silences, 1.0)
    assert [(span.reason, span.start, span.end) for span in spans] == [
        ("ok", 0.1, 0.5),
        ("thermal missing", 0.5, 0.7),
        ("thermal missing, rgb missing", 0.7, 1.0),
    ]
    assert mode_sequence(spans) == ["thermal", "none"]


def test_an_output_after_the_end_makes_the_last_span_longer():
    spans = mode_spans([output(0.1, "fused"), output(1.2, "thermal")], [], 1.0)
    assert [span.end for span in spans] == [1.2, 1.2]


def test_no_output_no_span():
    assert mode_spans([], [], 1.0) == []
    assert mode_sequence([]) == []


EVENTS = st.lists(
    st.tuples(st.floats(0, 10), st.sampled_from(["fused", "thermal", "rgb", "none"]), st.sampled_from("ab")),
    min_size=1,
    max_size=20,
    unique_by=lambda event: event[0],
)


@given(EVENTS, st.floats(0, 12))
def test_spans_follow_one_another_without_gaps_and_say_what_was_last_told(events, duration):
    outputs = [output(time, mode, reason) for time, mode, reason in events if mode != "none"]
    silences = [Silence(time, reason) for time, mode, reason in events if mode == "none"]
    spans = mode_spans(outputs, silences, duration)
    events = sorted(events)
    assert spans[0].start == events[0][0]
    assert spans[-1].end == max(duration, events[-1][0])
    for span, following in pairwise(spans):
        assert span.end == following.start
        assert (span.mode, span.reason) != (following.mode, following.reason)
    for time, mode, reason in events:
        (span,) = [span for span in spans if span.start <= time and (time < span.end or span is spans[-1])]
        assert (span.mode, span.reason) == (mode, reason)
