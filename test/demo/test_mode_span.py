from __future__ import annotations

from csk_ros.demo.mode_span import ModeSpan, mode_sequence, mode_spans
from csk_ros.demo.output import outputs_of
from support.demo_record import RecordMaker


def spans_of(record):
    return [
        ModeSpan(span.mode, span.reason, round(span.start, 6), round(span.end, 6))
        for span in mode_spans(record, outputs_of(record))
    ]


def test_a_span_lasts_from_its_first_output_to_the_next_ones():
    maker = RecordMaker().inputs("thermal", [n / 10 for n in range(6)])
    for number, (mode, reason) in enumerate(
        [("fused", "ok")] * 2
        + [("thermal", "rgb unpaired")]
        + [("thermal", "rgb missing")] * 2
        + [("fused", "ok")]
    ):
        maker.output(number / 10, number / 10 + 0.05, mode, reason)
    spans = spans_of(maker.end(0.6))
    assert spans == [
        ModeSpan("fused", "ok", 0.05, 0.25),
        ModeSpan("thermal", "rgb unpaired", 0.25, 0.35),
        ModeSpan("thermal", "rgb missing", 0.35, 0.55),
        ModeSpan("fused", "ok", 0.55, 0.6),
    ]
    assert mode_sequence(spans) == ["fused", "thermal", "fused"]


def test_times_without_output_are_spans_of_their_own():
    maker = RecordMaker().inputs("thermal", [0.0, 1.0]).output(0.0, 0.1, "fused", "ok")
    maker.silence(0.5, "both missing").output(1.0, 1.1, "fused", "ok")
    spans = spans_of(maker.end(2.0))
    assert [(span.mode, span.start, span.end) for span in spans] == [
        ("fused", 0.1, 0.5),
        ("none", 0.5, 1.1),
        ("fused", 1.1, 2.0),
    ]
    assert mode_sequence(spans) == ["fused", "none", "fused"]


def test_silence_before_the_first_input_and_after_the_end_is_no_news():
    maker = RecordMaker().inputs("thermal", [0.0]).silence(-0.4, "missing")
    maker.output(0.0, 0.1, "fused", "ok").silence(2.3, "missing")
    assert spans_of(maker.end(2.0)) == [ModeSpan("fused", "ok", 0.1, 2.0)]


def test_an_output_after_the_end_makes_the_last_span_longer():
    maker = RecordMaker().inputs("thermal", [0.0, 0.9]).output(0.0, 0.1, "fused").output(0.9, 1.2, "thermal")
    assert [span.end for span in spans_of(maker.end(1.0))] == [1.2, 1.2]


def test_no_output_no_span():
    assert spans_of(RecordMaker().inputs("rgb", [0.0]).end(1.0)) == []
