"""What is said of ground truth that was not used, and of outputs that were not compared."""

from __future__ import annotations

import pytest

from csk_ros.evaluation.judging.output import Output
from csk_ros.evaluation.judging.truth_count import (
    NO_TRUTH,
    OTHER_FRAME,
    OTHER_SIZE,
    TruthCount,
    truth_complaint,
    truth_doubts,
)
from csk_ros.mode import Mode

SECOND = 10**9


def output(stamp, mode):
    return Output(stamp, 0.0, mode, "why", None)


def count(stamps, thermal, rgb=(), **options):
    return TruthCount(stamps=set(stamps), images={"rgb": set(rgb), "thermal": set(thermal)}, **options)


def test_ground_truth_belongs_to_thermal_images():
    truth = count([1 * SECOND, 2 * SECOND, 9 * SECOND], [1 * SECOND, 2 * SECOND, 3 * SECOND], [9 * SECOND])
    assert truth.matched == 2
    assert truth.nearest == 6.0
    truth.shares_frame = True
    assert truth.matched == 3
    assert truth.nearest is None


def test_of_nothing_there_is_no_nearest():
    assert count([], [1]).nearest is None
    assert count([1], []).nearest is None


def test_outputs_are_counted_by_why_they_were_not_compared():
    truth = count([1, 2], [1, 2, 3])
    large = output(2, Mode.FUSED)
    truth.see_other_size(large, (8, 10), (16, 20))
    lost = [output(1, Mode.RGB), output(2, Mode.RGB), large, output(3, Mode.THERMAL)]
    assert truth.reasons(lost) == {OTHER_FRAME: 2, OTHER_SIZE: 1, NO_TRUTH: 1}
    truth.shares_frame = True
    assert truth.reasons(lost) == {OTHER_SIZE: 1, NO_TRUTH: 3}


def test_ground_truth_of_other_stamps_is_a_complaint_with_the_distance():
    assert truth_complaint(count([5 * SECOND, 90 * SECOND], [2 * SECOND]), 0) == (
        "no accuracy: none of the 2 images of ground truth has the stamp of a thermal image, the nearest is "
        "3.0 s away; the stamps of ground truth are those of the thermal images it was made for"
    )


def test_ground_truth_of_another_size_is_a_complaint():
    truth = count([1], [1])
    truth.see_other_size(output(1, Mode.FUSED), (8, 10), (16, 20))
    assert truth_complaint(truth, 0) == (
        "no accuracy: the ground truth is 10x8, the labels 20x16; it has to be of the thermal image's size, "
        "pixel on pixel"
    )
    assert truth_doubts(truth, {OTHER_SIZE: 1}) == [
        "1 outputs are not scored: the ground truth is 10x8, the labels 20x16"
    ]


@pytest.mark.parametrize(
    ("truth", "compared"), [(count([], [1]), 0), (count([1, 5], [1]), 1), (count([1], [1]), 0)]
)
def test_what_is_no_complaint(truth, compared):
    assert truth_complaint(truth, compared) is None


def test_what_was_not_used_is_told_with_both_numbers():
    lost, frame = truth_doubts(count([1, 2, SECOND], [1, 2]), {OTHER_FRAME: 7, NO_TRUTH: 3})
    assert lost == (
        "1 of 3 images of ground truth have the stamp of no thermal image (the nearest is 1000.0 ms away): "
        "they are not used"
    )
    assert frame.startswith("7 outputs of mode rgb are not scored: their labels lie in the rgb image")
    assert truth_doubts(count([1], [1]), {}) == []
