from __future__ import annotations

import pytest

from csk_ros.datasets.problem import DatasetError, Problem, read_or_problem
from csk_ros.recording.recording import RecordingError


def broken():
    raise RecordingError("a.png: expected a picture")


def test_what_is_read_comes_back_and_what_is_wrong_becomes_a_problem():
    assert read_or_problem(lambda: [7], "unreadable") == [7]
    assert read_or_problem(broken, "unusable") == Problem("unusable", "a.png: expected a picture", ())
    assert read_or_problem(broken, "unreadable", ("a",)) == Problem(
        "unreadable", "a.png: expected a picture", ("a",)
    )


def test_another_error_goes_on():
    with pytest.raises(ZeroDivisionError):
        read_or_problem(lambda: 1 // 0, "unreadable")


def test_an_error_is_its_first_problem_and_counts_the_others():
    first, second = Problem("sizes", "one"), Problem("sizes", "two")
    assert str(DatasetError([first])) == "one"
    assert str(DatasetError([first, second])) == "one (and 1 more; `python -m csk_ros check-data` lists all)"
    assert DatasetError([first, second]).problems == (first, second)
