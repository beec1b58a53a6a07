"""Shares of classes, and ids that are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from csk_ros.datasets.label_census import ClassCount, LabelCensus, not_shown
from csk_ros.datasets.problem import Problem
from csk_ros.labels import STREET


def test_shares_are_of_labelled_pixels_and_pictures_are_counted():
    census = LabelCensus(STREET)
    census.add("a", np.array([[0, 0, 0, 1], [1, 1, 255, 255]], np.uint8))
    census.add("b", np.array([[0, 0, 0, 0], [2, 255, 255, 255]], np.uint8))
    assert census.unlabelled == pytest.approx(5 / 16)
    assert census.classes == (
        ClassCount("background", pytest.approx(7 / 11), 2),
        ClassCount("car", pytest.approx(3 / 11), 1),
        ClassCount("person", pytest.approx(1 / 11), 1),
        ClassCount("bike", 0.0, 0),
    )
    assert census.problems == ()


def test_ids_outside_of_the_set_are_told_and_belong_to_no_share():
    census = LabelCensus(STREET)
    census.add("a", np.array([[0, 1]], np.uint8))
    census.add("b", np.array([[4, 4, 0, 254]], np.uint8))
    census.add("c", np.array([[4, 1, 1]], np.uint8))
    four, last = census.problems
    assert four.kind == "unknown label"
    assert four.names == ("b", "c")
    assert four.text == (
        "class id 4 is not in label set 'street' (0 to 3, 255 for unlabelled): 3 pixels in 2 pictures, the "
        "first being 'b'"
    )
    assert "class id 254" in last.text
    assert [found.share for found in census.classes] == pytest.approx([2 / 5, 3 / 5, 0, 0])


def test_of_more_than_a_few_ids_outside_of_the_set_their_number_and_examples_are_told():
    census = LabelCensus(STREET)
    census.add("a", np.array([[0, 7, 1]], np.uint8))
    census.add("b", np.array([[0, 255, 1]], np.uint8))
    census.add("c", np.array([[9, 7, 5, 5]], np.uint8))
    assert [problem.text.split(" is ")[0] for problem in census.problems] == [
        "class id 5",
        "class id 7",
        "class id 9",
    ]
    census.add("d", np.array([[12, 254, 0]], np.uint8))
    (problem,) = census.problems
    assert (problem.kind, problem.names) == ("unknown label", ("a", "c", "d"))
    assert problem.text == (
        "5 class ids, such as 5, 7, 9, are not in label set 'street' (0 to 3, 255 for unlabelled): 7 pixels "
        "in 3 pictures, the first being 'a'"
    )


def test_masks_of_0_and_255_are_told_with_what_to_do():
    census = LabelCensus(STREET)
    census.add("a", np.array([[0, 0, 255]], np.uint8))
    census.add("b", np.zeros((2, 2), np.uint8))
    (problem,) = census.problems
    assert (problem.kind, problem.names) == ("binary masks", ("a",))
    assert problem.text == (
        "labels hold 0 and 255 alone, and 255 means unlabelled: nothing but 'background' is labelled. If "
        "they are masks of one class, write its id instead of 255: 1 pictures, the first being 'a'"
    )
    # A single pixel of another class shows that ids are meant.
    census.add("c", np.array([[0, 1]], np.uint8))
    assert census.problems == ()


def test_background_alone_and_nothing_labelled_are_no_masks():
    for value in (0, 255):
        census = LabelCensus(STREET)
        census.add("a", np.full((2, 2), value, np.uint8))
        assert census.problems == ()


def test_classes_that_no_data_set_of_a_use_shows_are_told():
    first, second = LabelCensus(STREET), LabelCensus(STREET)
    first.add("a", np.array([[0, 1, 255]], np.uint8))
    second.add("b", np.array([[0, 3]], np.uint8))
    assert not_shown("pairs", STREET, [first.classes, second.classes]) == Problem(
        "class not shown",
        "pairs: no picture shows 'person' of label set 'street': cannot be learnt",
        ("person",),
    )
    problem = not_shown("validation", STREET, [first.classes])
    assert problem is not None
    assert problem.text.endswith("shows 'person', 'bike' of label set 'street': cannot be scored")
    second.add("c", np.array([[2]], np.uint8))
    assert not_shown("pairs", STREET, [first.classes, second.classes]) is None


def test_nothing_at_all_has_no_shares():
    census = LabelCensus(STREET)
    assert census.unlabelled == 0
    assert [found.share for found in census.classes] == [0, 0, 0, 0]
    census.add("a", np.full((2, 2), 255, np.uint8))
    assert census.unlabelled == 1
    assert [found.share for found in census.classes] == [0, 0, 0, 0]


@given(arrays(np.uint8, (3, 5), elements=st.sampled_from([0, 1, 2, 3, 9, 255])))
def test_shares_add_up_to_one_where_anything_is_labelled(labels):
    census = LabelCensus(STREET)
    census.add("a", labels)
    total = sum(found.share for found in census.classes)
    assert total == pytest.approx(float((labels < 4).any()))
    masks = set(np.unique(labels)) == {0, 255}
    assert bool(census.problems) == (masks or bool((labels == 9).any()))
