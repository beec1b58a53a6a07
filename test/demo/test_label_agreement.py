from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from csk_ros.demo.label_agreement import LabelAgreement
from csk_ros.labels import STREET, UNLABELLED
from csk_ros.mode import Mode


def picture(*rows):
    return np.array(rows, np.uint8)


def test_the_matrix_counts_pixels_and_leaves_out_unlabelled_truth():
    agreement = LabelAgreement(STREET)
    agreement.add(Mode.FUSED, picture([0, 0, 1], [2, 2, UNLABELLED]), picture([0, 1, 1], [2, 0, 3]))
    expected = np.zeros((4, 5), int)
    expected[0, 0] = expected[0, 1] = expected[1, 1] = expected[2, 2] = expected[2, 0] = 1
    np.testing.assert_array_equal(agreement.matrix(Mode.FUSED), expected)
    # background: 1 of 3, car: 1 of 2, person: 1 of 2; nobody spoke of bikes.
    assert agreement.iou(Mode.FUSED) == pytest.approx({"background": 1 / 3, "car": 0.5, "person": 0.5})
    assert agreement.mean_iou(Mode.FUSED) == pytest.approx(4 / 9)
    assert agreement.pictures == {Mode.FUSED: 1}


def test_modes_are_kept_apart_and_pictures_add_up():
    agreement = LabelAgreement(STREET)
    for _ in range(3):
        agreement.add(Mode.THERMAL, picture([1, 1]), picture([1, 0]))
    agreement.add(Mode.RGB, picture([1, 1]), picture([1, 1]))
    assert agreement.pictures == {Mode.THERMAL: 3, Mode.RGB: 1}
    assert agreement.mean_iou(Mode.RGB) == 1.0
    assert agreement.iou(Mode.THERMAL) == {"background": 0.0, "car": 0.5}


def test_labels_of_no_class_are_wrong():
    agreement = LabelAgreement(STREET)
    agreement.add(Mode.FUSED, picture([1, 1, 1, 1]), picture([1, UNLABELLED, 77, 1]))
    assert agreement.iou(Mode.FUSED) == {"car": 0.5}
    assert agreement.matrix(Mode.FUSED)[1, 4] == 2


def test_pictures_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match=r"\[1, 2\] and labels \[1, 3\]"):
        LabelAgreement(STREET).add(Mode.FUSED, picture([1, 1]), picture([1, 1, 1]))


ids = npst.arrays(np.uint8, (3, 4), elements=st.sampled_from([0, 1, 2, 3, 9, UNLABELLED]))


@given(ids, ids)
def test_iou_is_that_of_sets_of_pixels(truth, labels):
    agreement = LabelAgreement(STREET)
    agreement.add(Mode.FUSED, truth, labels)
    known = truth < len(STREET)
    expected = {}
    for class_id, name in enumerate(STREET.classes):
        union = known & ((truth == class_id) | (labels == class_id))
        if union.any():
            expected[name] = (union & (truth == labels)).sum() / union.sum()
    assert agreement.iou(Mode.FUSED) == pytest.approx(expected)
