"""Pixels counted by hand, and IoU against sets of pixels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from csk_ros.evaluation.metrics.confusion import (
    Confusion,
    ForeignIdsError,
    confusion_by_mode,
    iou_of,
    mean_iou,
)
from csk_ros.labels import STREET, UNLABELLED, LabelSet
from csk_ros.mode import Mode
from support.set_iou import iou_of_sets

NAN = math.nan


def picture(*rows):
    return np.array(rows, np.uint8)


def filled(*pairs):
    confusion = Confusion(STREET)
    for truth, answer in pairs:
        confusion.add(truth, answer)
    return confusion


def same(figures):
    return pytest.approx(figures, nan_ok=True)


def test_pixels_are_counted_by_truth_and_answer_where_the_truth_is_labelled():
    confusion = filled((picture([0, 0, 1], [2, 2, UNLABELLED]), picture([0, 1, 1], [2, 0, 3])))
    expected = np.zeros((4, 5), int)
    expected[0, 0] = expected[0, 1] = expected[1, 1] = expected[2, 2] = expected[2, 0] = 1
    np.testing.assert_array_equal(confusion.matrix, expected)
    assert confusion.matrix.dtype == np.int64
    assert confusion.pictures == 1


def test_iou_is_hits_over_union_and_absent_classes_do_not_count():
    confusion = filled((picture([0, 0, 1], [2, 2, UNLABELLED]), picture([0, 1, 1], [2, 0, 3])))
    # background: 1 of 3, car: 1 of 2, person: 1 of 2; of bikes only an unlabelled pixel spoke.
    assert confusion.iou == same({"background": 1 / 3, "car": 0.5, "person": 0.5, "bike": NAN})
    assert confusion.miou == pytest.approx(4 / 9)
    assert confusion.pixel_accuracy == pytest.approx(3 / 5)


def test_a_class_that_was_there_and_never_said_has_iou_0():
    confusion = filled((picture([0, 3]), picture([0, 0])))
    assert confusion.iou == same({"background": 0.5, "car": NAN, "person": NAN, "bike": 0.0})
    assert confusion.miou == 0.25


def test_answers_of_no_class_are_wrong():
    confusion = filled((picture([1, 1, 1, 1]), picture([1, UNLABELLED, 77, 1])))
    assert confusion.iou["car"] == confusion.miou == confusion.pixel_accuracy == 0.5
    assert confusion.matrix[1, 4] == 2


def test_nothing_labelled_is_no_figure():
    for confusion in (Confusion(STREET), filled((picture([UNLABELLED]), picture([1])))):
        assert math.isnan(confusion.miou)
        assert math.isnan(confusion.pixel_accuracy)
        assert all(map(math.isnan, confusion.iou.values()))


def test_pictures_add_up_and_modes_are_kept_apart():
    agreement = confusion_by_mode(STREET)
    assert list(agreement) == list(Mode)
    for _ in range(3):
        agreement[Mode.THERMAL].add(picture([1, 1]), picture([1, 0]))
    agreement[Mode.RGB].add(picture([1, 1]), picture([1, 1]))
    assert [agreement[mode].pictures for mode in Mode] == [0, 3, 1]
    assert agreement[Mode.RGB].miou == 1.0
    assert agreement[Mode.THERMAL].iou == same({"background": 0.0, "car": 0.5, "person": NAN, "bike": NAN})


def test_truth_of_another_label_set_is_refused_and_not_counted():
    confusion = Confusion(STREET)
    with pytest.raises(ForeignIdsError, match=r"the ids \[4, 9\]; label set 'street' has 0 to 3, and 255"):
        confusion.add(picture([1, 9, 4, 9, UNLABELLED]), picture([1, 1, 1, 1, 1]))
    assert confusion.pictures == 0
    assert confusion.matrix.sum() == 0


def test_pictures_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match=r"truth \[1, 2\] and answer \[1, 3\] differ in size"):
        Confusion(STREET).add(picture([1, 1]), picture([1, 1, 1]))


def test_the_largest_label_set_is_counted_and_arrays_may_be_views_that_cannot_be_written():
    everything = LabelSet("all", tuple(map(str, range(255))), ((0, 0, 0),) * 255)
    ids = np.arange(256, dtype=np.uint8).reshape(16, 16)
    ids.flags.writeable = False
    confusion = Confusion(everything)
    confusion.add(ids.T, ids.T)
    np.testing.assert_array_equal(confusion.matrix[:, :255], np.eye(255))
    assert confusion.matrix[:, 255].sum() == 0


def test_large_pictures_are_counted_whole():
    rng = np.random.default_rng(0)
    truth, answer = (rng.integers(0, 4, (480, 641)).astype(np.uint8) for _ in range(2))
    expected = [[((truth == t) & (answer == a)).sum() for a in range(5)] for t in range(4)]
    np.testing.assert_array_equal(filled((truth, answer)).matrix, expected)


shape = (3, 4)
truths = npst.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, 3, UNLABELLED]))
answers = npst.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, 3, 9, UNLABELLED]))


@given(truths, answers)
def test_iou_is_that_of_sets_of_pixels(truth, answer):
    assert filled((truth, answer)).iou == same(iou_of_sets(truth, answer, STREET))


@given(st.lists(st.tuples(truths, answers), min_size=1, max_size=4))
def test_parts_add_up_to_the_whole(pairs):
    whole = filled((np.concatenate([t for t, _ in pairs]), np.concatenate([a for _, a in pairs])))
    parts = filled(*pairs)
    np.testing.assert_array_equal(parts.matrix, whole.matrix)
    assert parts.iou == same(whole.iou)
    assert parts.pictures == len(pairs)


@given(st.lists(st.tuples(truths, answers), min_size=1, max_size=4))
def test_figures_of_a_stack_of_matrices_are_those_of_each(pairs):
    each = [filled(pair) for pair in pairs]
    stack = np.stack([[confusion.matrix] * 2 for confusion in each])
    assert iou_of(stack).shape == (len(pairs), 2, 4)
    for found, mean, confusion in zip(iou_of(stack), mean_iou(stack), each, strict=True):
        for twin in (0, 1):
            np.testing.assert_array_equal(found[twin], list(confusion.iou.values()))
            assert mean[twin] == same(confusion.miou)
