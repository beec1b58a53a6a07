from __future__ import annotations

import pytest

from csk_ros.demo.outputs import outputs_of, silences_of
from csk_ros.demo.storyboard import frame_rate, storyboard
from csk_ros.evaluation.judging.mode_span import mode_spans
from support.demo_record import RecordMaker, simple_record


def scenes_of(record, rate=None):
    outputs = outputs_of(record)
    return storyboard(
        record, outputs, mode_spans(outputs, silences_of(record), record.duration), rate or frame_rate(record)
    )


@pytest.mark.parametrize(
    ("frames", "rate"), [(2, 10), (3, 12), (8, 16), (10, 10), (20, 20), (30, 15), (60, 20), (0, 10)]
)
def test_the_rate_is_a_multiple_of_the_thermal_cameras(frames, rate):
    maker = RecordMaker().inputs("rgb", [0.0]).inputs("thermal", [n / 30 for n in range(frames)])
    assert frame_rate(maker.end(1.0)) == rate


def test_every_picture_is_shown_equally_long_with_its_own_labels():
    maker = RecordMaker()
    for number in range(8):
        # Late by up to 50 ms of 250.
        time = number / 4 + (0.05 if number % 2 else 0.0)
        maker.inputs("rgb", [time], b"rgb%d" % number).inputs("thermal", [time], b"thermal%d" % number)
        # Whatever the latency, labels are shown with their picture.
        maker.output(time, time + 0.2, "fused", "ok", b"labels%d" % number)
    scenes = scenes_of(maker.end(2.0))
    assert len(scenes) == 24
    assert [scene.time for scene in scenes[:2]] == pytest.approx([0.5 / 12, 1.5 / 12])
    for tick, scene in enumerate(scenes):
        number = tick // 3
        if tick % 3 == 0 and number % 2:
            continue
        assert (scene.rgb.jpeg, scene.thermal.jpeg) == (b"rgb%d" % number, b"thermal%d" % number)
        assert scene.labels.jpeg == b"labels%d" % number
        assert not scene.rgb.missing


def test_a_stream_that_stops_is_missing_after_two_periods():
    scenes = scenes_of(simple_record(), rate=20)
    missing = [scene.time for scene in scenes if scene.rgb.missing]
    assert missing[0] == pytest.approx(0.75 + 0.5 + 0.025)
    assert len(missing) == 15
    assert scenes[-1].rgb.age == pytest.approx(1.975 - 0.75)
    assert not any(scene.thermal.missing for scene in scenes)


def test_before_the_first_picture_there_is_none():
    maker = RecordMaker().inputs("rgb", [0.0, 0.5]).inputs("thermal", [0.5])
    first, second = scenes_of(maker.output(0.5, 0.6, "fused", "ok").end(1.0), rate=2)
    assert (first.thermal.jpeg, first.thermal.missing, first.thermal.age) == (None, True, 0.25)
    assert (first.mode, first.reason) == ("none", "no output yet")
    assert first.labels.jpeg is None
    assert (second.mode, second.reason) == ("fused", "ok")


def test_the_mode_is_that_of_the_labels_shown():
    scenes = scenes_of(simple_record(), rate=4)
    assert [scene.mode for scene in scenes] == ["fused"] * 4 + ["thermal"] * 4
    assert scenes[-1].reason == "rgb missing"


def test_while_nothing_can_be_published_there_is_no_mode():
    maker = RecordMaker().inputs("thermal", [0.0, 0.1, 0.9]).output(0.0, 0.02, "thermal", "rgb missing")
    maker.silence(0.4, "both missing").output(0.9, 0.92, "thermal", "rgb missing")
    scenes = scenes_of(maker.end(1.0), rate=10)
    assert [scene.mode for scene in scenes] == ["thermal"] * 4 + ["none"] * 5 + ["thermal"]
    assert scenes[5].reason == "both missing"


def test_pictures_that_were_not_kept_are_not_missing():
    maker = RecordMaker().inputs("thermal", [n / 30 for n in range(30)]).inputs("rgb", [0.0])
    del maker.record.pictures["thermal"][1::2]
    assert not any(scene.thermal.missing for scene in scenes_of(maker.end(1.0)))
