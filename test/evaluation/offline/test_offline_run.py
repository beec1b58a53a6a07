from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby

import cv2
import pytest

from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.truth_folder import TruthFolder
from csk_ros.evaluation.metrics.accuracy import FrameAccuracy
from csk_ros.evaluation.metrics.confusion import ForeignIdsError
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.offline.offline_run import OfflineRun
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recording import RecordingError
from csk_ros.stream.stream_pipeline import StreamSettings
from support.known_segmenter import MS, START, KnownSegmenter, moments

SIZE = (6, 8)


def play(pictures, *faults, **options):
    run = OfflineRun(KnownSegmenter(), StreamSettings(), **options)
    return run.play(FaultScript.from_list(list(faults)).apply(pictures))


def modes(run):
    return [
        (mode.value, len(list(group))) for mode, group in groupby(run.outputs, lambda output: output.mode)
    ]


def test_known_errors_give_the_iou_that_is_worked_out_by_hand():
    run = play(moments(5, errors=4))
    assert modes(run) == [("fused", 5)]
    # 48 pixels: 40 are answered 1, of which 4 are 3; 8 are answered 2, all right; nobody says 3.
    figures = run.accuracy.figures()
    assert figures["pictures"] == 5
    assert figures["iou"] == {"background": None, "car": 0.9, "person": 1.0, "bike": 0.0}
    assert figures["miou"] == pytest.approx((0.9 + 1.0 + 0.0) / 3, abs=1e-4)
    assert figures["pixel_accuracy"] == pytest.approx(44 / 48, abs=1e-4)
    assert figures["confusion"] == [[0] * 5, [0, 5 * 36, 0, 0, 0], [0, 0, 5 * 8, 0, 0], [0, 5 * 4, 0, 0, 0]]
    frame = FrameAccuracy(44 / 48, (0.9 + 1.0 + 0.0) / 3)
    assert run.accuracy.frames == dict.fromkeys(run.outputs, frame)


def test_each_mode_is_counted_for_itself():
    run = play(moments(30), {"rgb": "drop", "from": 1.0, "to": 2.0})
    (fused, before), (thermal, during), (again, after) = modes(run)
    assert (fused, thermal, again) == ("fused", "thermal", "fused")
    assert before + during + after == 30
    assert run.accuracy.figures([Mode.FUSED])["pixel_accuracy"] == 1.0
    # Thermal alone says 0 in the first of the six rows.
    assert run.accuracy.figures([Mode.THERMAL])["pictures"] == during
    assert run.accuracy.figures([Mode.THERMAL])["pixel_accuracy"] == pytest.approx(5 / 6, abs=1e-4)
    assert run.accuracy.figures([Mode.RGB]) is None
    assert (len(run.inputs["rgb"]), len(run.inputs["thermal"])) == (20, 30)


def test_times_and_latency_are_those_of_the_node():
    run = play(moments(20), {"rgb": "drop", "from": 1.0}, inference_time=0.02)
    first, last = run.outputs[0], run.outputs[-1]
    assert (first.time, first.anchored, first.skew) == (pytest.approx(0.02), 0.0, 0.0)
    assert last.time == pytest.approx(1.9 + 0.02)
    # The first frame without rgb waits for it; later ones know that it is missing.
    waited = next(output for output in run.outputs if output.mode is Mode.THERMAL)
    assert (waited.reason, waited.skew) == ("rgb unpaired", None)
    assert waited.latency == pytest.approx(0.05 + 0.02)
    assert run.counts.published == Counter({Mode.FUSED: 10, Mode.THERMAL: 10})


def test_a_slow_network_leaves_frames_out():
    run = play(moments(10), inference_time=0.25)
    assert [output.stamp for output in run.outputs[:2]] == [START, START + 200 * MS]
    assert run.counts.dropped == {("thermal", "superseded"): 10 - len(run.outputs)}


def test_a_shutter_is_answered_from_rgb_on_its_own_grid():
    pictures = [replace(each, image=each.image[:3]) if each.stream == "rgb" else each for each in moments(40)]
    run = play(pictures, {"thermal": "shutter", "from": 1.0, "to": 3.0})
    assert [mode for mode, _ in modes(run)] == ["fused", "rgb", "fused"]
    # The truth lies on the thermal grid: labels of the rgb camera are not held against it.
    assert run.accuracy.figures([Mode.RGB]) is None
    assert run.accuracy.figures([Mode.FUSED])["pixel_accuracy"] == 1.0


def test_silence_is_taken_down_once_with_its_reason():
    run = play(
        moments(40), {"rgb": "drop", "from": 1.0, "to": 3.0}, {"thermal": "drop", "from": 1.5, "to": 3.0}
    )
    (silence,) = run.silences
    assert silence == Silence(pytest.approx(1.4 + 0.3), "thermal missing, rgb missing")


@pytest.mark.parametrize(("level", "lighting"), [(100, Lighting.BRIGHT), (20, Lighting.DARK)])
def test_the_light_is_that_of_the_newest_rgb_picture(level, lighting):
    run = play(moments(3, rgb_level=level))
    assert {output.lighting for output in run.outputs} == {lighting}
    assert run.accuracy.figures(lightings=[lighting])["pictures"] == 3


def test_without_an_rgb_picture_the_light_is_not_known():
    run = play(each for each in moments(3) if each.stream != "rgb")
    assert [output.lighting for output in run.outputs] == [Lighting.UNKNOWN] * 3


def test_without_truth_thermal_is_held_against_the_fused_answer():
    pictures = [each for each in moments(30) if each.stream != "labels"]
    run = play(pictures, {"rgb": "drop", "from": 1.0, "to": 2.0}, agree=True)
    assert not run.truth.stamps
    assert run.agreement.pictures == sum(output.mode is Mode.FUSED for output in run.outputs)
    assert run.agreement.pixel_accuracy == pytest.approx(5 / 6)


def test_truth_in_a_folder_is_that_of_a_topic(tmp_path):
    pictures = list(moments(5, errors=4))
    for each in pictures:
        if each.stream == "labels":
            cv2.imwrite(str(tmp_path / f"{each.stamp}.png"), each.image)
    cameras = [each for each in pictures if each.stream != "labels"]
    run = play(cameras, truth=TruthFolder(tmp_path))
    assert run.accuracy.figures() == play(pictures).accuracy.figures()
    assert run.truth.matched == len(run.truth.stamps) == 5


def test_truth_that_comes_before_or_long_after_its_moment_is_found():
    pictures = list(moments(12))
    cameras = [each for each in pictures if each.stream != "labels"]
    truths = [each for each in pictures if each.stream == "labels"]
    assert len(play([*truths, *cameras]).accuracy.frames) == 12
    assert len(play([*cameras, *truths]).accuracy.frames) == 12


def test_moments_are_shown_at_once_and_again_with_their_truth():
    shown = []
    play(moments(2, errors=4), show=shown.append)
    assert [(m.output.stamp, m.accuracy is not None) for m in shown] == [
        (START, False),
        (START, True),
        (START + 100 * MS, False),
        (START + 100 * MS, True),
    ]
    judged = shown[1]
    assert judged.rgb.shape == (*SIZE, 3)
    assert (judged.thermal == 5).sum() == 40
    assert (judged.truth == 3).sum() == 4


def test_a_recording_that_loops_counts_every_round():
    first = list(moments(20))
    again = [replace(each, time=each.time + 2_000 * MS) for each in moments(20, errors=4)]
    run = play([*first, *again])
    assert [output.stamp for output in run.outputs] == [START + n * 100 * MS for n in range(20)] * 2
    accuracies = [run.accuracy.frames[output].pixel_accuracy for output in run.outputs]
    assert accuracies == [1.0] * 20 + [44 / 48] * 20


def test_truth_of_another_label_set_is_refused():
    pictures = list(moments(1))
    pictures[2].image[0, 0] = 9
    with pytest.raises(ForeignIdsError, match=r"ids \[9\]; label set 'street'"):
        play(pictures)


def test_a_recording_without_cameras_is_refused():
    with pytest.raises(RecordingError, match="expected pictures of a camera"):
        play(each for each in moments(2) if each.stream == "labels")


def test_the_same_input_gives_the_same_run():
    faults = [{"rgb": "lose", "share": 0.3}, {"thermal": "jitter", "seconds": 0.05}]
    first, second = (play(moments(40, errors=2), *faults, inference_time=0.03) for _ in range(2))
    assert first.outputs == second.outputs
    assert first.counts == second.counts
    assert first.accuracy.figures() == second.accuracy.figures()
