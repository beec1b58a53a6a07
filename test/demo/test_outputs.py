from __future__ import annotations

import pytest

from csk_ros.demo.outputs import outputs_of, silences_of
from csk_ros.demo.record import Seen
from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.output import anchor_of
from csk_ros.mode import Mode
from support.demo_record import ZERO, RecordMaker, ns, stamp_at


def test_labels_are_put_together_with_their_mode_and_the_arrival_of_their_picture():
    maker = RecordMaker().inputs("rgb", [0.0, 0.1]).inputs("thermal", [0.01, 0.11])
    maker.output(0.01, 0.06, "fused", "both cameras ok").output(0.1, 0.2, "rgb", "thermal frozen")
    fused, rgb = outputs_of(maker.end(1.0))
    assert (fused.mode, fused.reason, fused.stamp) == (Mode.FUSED, "both cameras ok", stamp_at(0.01))
    assert fused.time == pytest.approx(0.06)
    assert fused.anchored == pytest.approx(0.01)
    assert fused.latency == pytest.approx(0.05)
    # By its stamp the second one could only be the rgb camera's.
    assert (rgb.mode, rgb.reason) == (Mode.RGB, "thermal frozen")
    assert rgb.latency == pytest.approx(0.1)


def test_a_picture_that_was_not_seen_leaves_the_latency_open():
    maker = RecordMaker().inputs("rgb", [0.0, 0.1])
    (output,) = outputs_of(maker.output(0.1, 0.2, "thermal").end(1.0))
    assert output.anchored is None
    assert output.latency is None


def test_a_lost_mode_is_taken_from_the_output_before():
    maker = RecordMaker().inputs("thermal", [0.0, 0.1, 0.2])
    maker.output(0.0, 0.05, "fused").output(0.2, 0.25, "thermal")
    maker.record.labels.insert(1, Seen(stamp_at(0.1), ZERO + ns(0.15)))
    assert [o.mode for o in outputs_of(maker.end(1.0))] == [Mode.FUSED, Mode.FUSED, Mode.THERMAL]


def test_times_without_a_mode_are_no_outputs_and_labels_need_a_mode():
    maker = RecordMaker().inputs("thermal", [0.0]).silence(0.1, "thermal missing, rgb missing")
    maker.record.labels.append(Seen(stamp_at(0.0), ZERO))
    assert outputs_of(maker.end(1.0)) == []


def test_silence_before_the_first_input_and_after_the_end_is_no_news():
    maker = RecordMaker().inputs("thermal", [0.0]).silence(-0.4, "missing").silence(0.5, "both missing")
    maker.output(0.0, 0.1, "fused", "ok").silence(2.3, "missing")
    assert silences_of(maker.end(2.0)) == [Silence(0.5, "both missing")]


def test_only_rgb_mode_is_anchored_in_the_rgb_camera():
    assert [anchor_of(mode) for mode in (Mode.FUSED, Mode.THERMAL, Mode.RGB)] == ["thermal", "thermal", "rgb"]
