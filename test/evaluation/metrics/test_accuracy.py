from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from csk_ros.evaluation.metrics.accuracy import Accuracy, FrameAccuracy
from csk_ros.evaluation.metrics.confusion import ForeignIdsError
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.metrics.rounded import rounded
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from support.set_iou import iou_of_sets


def ids(*values):
    return np.array([values], np.uint8)


def accuracy(*pictures):
    """Of (mode, lighting, truth, answer), with the stamps 0, 1, 2, ..."""
    found = Accuracy(STREET)
    for stamp, (mode, lighting, truth, answer) in enumerate(pictures):
        found.add(stamp, mode, lighting, truth=truth, answer=answer)
    return found


def test_figures_are_those_worked_out_by_hand():
    # One car pixel is taken for a person, the person for nothing at all; what is unlabelled does not count.
    found = accuracy((Mode.FUSED, Lighting.BRIGHT, ids(0, 1, 1, 2, 255), ids(0, 1, 2, 255, 3)))
    assert found.figures() == {
        "pictures": 1,
        "pixel_accuracy": 0.5,
        # Background 1 of 1, car 1 of 2, person 0 of 2.
        "miou": 0.5,
        "iou": {"background": 1.0, "car": 0.5, "person": 0.0, "bike": None},
        "confusion": [[1, 0, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]],
    }
    assert found.frames == {0: FrameAccuracy(pixel_accuracy=0.5, miou=0.5)}


def test_pixels_of_all_pictures_count_together():
    found = accuracy(
        (Mode.FUSED, Lighting.BRIGHT, ids(0, 0, 0, 1), ids(0, 0, 0, 1)),
        (Mode.FUSED, Lighting.BRIGHT, ids(1, 1), ids(0, 1)),
    )
    # Background 3 of 4, car 2 of 3; the pictures' own mIoU are 1 and (0 + 1/2) / 2.
    assert found.figures()["iou"] == {"background": 0.75, "car": 0.6667, "person": None, "bike": None}
    assert found.figures()["miou"] == round((3 / 4 + 2 / 3) / 2, 4)
    assert found.figures()["pixel_accuracy"] == round(5 / 6, 4)
    assert [frame.miou for frame in found.frames.values()] == [1.0, 0.25]


def test_modes_and_lightings_are_counted_apart_and_chosen_together():
    right, wrong = (ids(1, 1), ids(1, 1)), (ids(1, 1), ids(1, 2))
    found = accuracy(
        (Mode.FUSED, Lighting.BRIGHT, *right),
        (Mode.FUSED, Lighting.DARK, *wrong),
        (Mode.THERMAL, Lighting.DARK, *wrong),
        (Mode.THERMAL, Lighting.DARK, *right),
    )

    def told(*choice):
        figures = found.figures(*choice)
        return None if figures is None else (figures["pictures"], figures["pixel_accuracy"])

    assert told() == (4, 0.75)
    assert told([Mode.FUSED]) == (2, 0.75)
    assert told([Mode.THERMAL]) == (2, 0.75)
    assert told([Mode.FUSED], [Lighting.BRIGHT]) == (1, 1.0)
    assert told([Mode.FUSED], [Lighting.DARK]) == (1, 0.5)
    assert told(tuple(Mode), [Lighting.DARK]) == (3, round(4 / 6, 4))
    assert told([Mode.FUSED, Mode.THERMAL], [Lighting.BRIGHT]) == (1, 1.0)
    assert told([Mode.RGB]) is None
    assert told([Mode.FUSED], [Lighting.UNKNOWN]) is None


def test_without_a_picture_there_are_no_figures():
    assert Accuracy(STREET).figures() is None
    assert Accuracy(STREET).frames == {}


def test_a_truth_that_labels_nothing_gives_null():
    found = accuracy((Mode.RGB, Lighting.UNKNOWN, ids(255, 255), ids(0, 1)))
    assert found.figures() == {
        "pictures": 1,
        "pixel_accuracy": None,
        "miou": None,
        "iou": dict.fromkeys(STREET.classes),
        "confusion": [[0] * 5] * 4,
    }
    (frame,) = found.frames.values()
    assert math.isnan(frame.miou)
    assert math.isnan(frame.pixel_accuracy)


def test_what_is_added_is_told_at_once():
    found = Accuracy(STREET)
    frame = found.add(7, Mode.FUSED, Lighting.DARK, truth=ids(1, 3), answer=ids(1, 1))
    # Car 1 of 2, bike 0 of 1.
    assert frame == FrameAccuracy(pixel_accuracy=0.5, miou=0.25)
    assert found.frames == {7: frame}


def test_truth_of_another_set_or_size_is_refused_and_not_counted():
    found = Accuracy(STREET)
    with pytest.raises(ForeignIdsError, match=r"ids \[4\]"):
        found.add(0, Mode.FUSED, Lighting.DARK, truth=ids(1, 4), answer=ids(1, 1))
    with pytest.raises(ValueError, match="differ in size"):
        found.add(0, Mode.FUSED, Lighting.DARK, truth=ids(1, 1), answer=ids(1))
    assert found.figures() is None
    assert found.frames == {}


TRUTHS = arrays(np.uint8, (3, 4), elements=st.sampled_from([0, 1, 2, 3, 255]))
ANSWERS = arrays(np.uint8, (3, 4), elements=st.sampled_from([0, 1, 2, 3, 9, 255]))


@given(
    st.lists(
        st.tuples(st.sampled_from(Mode), st.sampled_from(Lighting), TRUTHS, ANSWERS), min_size=1, max_size=5
    )
)
def test_figures_are_those_of_sets_of_pixels(pictures):
    found = accuracy(*pictures)
    for mode in (None, *Mode):
        chosen = [picture for picture in pictures if mode in (None, picture[0])]
        figures = found.figures(tuple(Mode) if mode is None else [mode])
        if not chosen:
            assert figures is None
            continue
        truth, answer = (np.concatenate([picture[place] for picture in chosen]) for place in (2, 3))
        expected = iou_of_sets(truth, answer, STREET)
        assert figures["pictures"] == len(chosen)
        assert figures["iou"] == {name: rounded(iou) for name, iou in expected.items()}
        labelled = truth != 255
        assert np.sum(figures["confusion"]) == labelled.sum()
        if labelled.any():
            assert figures["pixel_accuracy"] == round(float((truth == answer)[labelled].mean()), 4)
            assert figures["miou"] == pytest.approx(np.nanmean(list(expected.values())), abs=6e-5)
