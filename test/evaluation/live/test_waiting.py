from __future__ import annotations

import pytest

from csk_ros.evaluation.live.waiting import Waiting


@pytest.fixture
def told():
    return []


@pytest.fixture
def waiting(told):
    return Waiting(told.append)


def test_after_ten_seconds_it_says_once_what_lacks(waiting, told):
    for now in (100.0, 105.0, 109.9):
        waiting.look(now, "no node")
    assert told == []
    for now in (110.0, 111.0, 500.0):
        waiting.look(now, "no node")
    assert told == ["waiting: no node"]


def test_something_else_has_ten_seconds_of_its_own(waiting, told):
    waiting.look(0.0, "no node")
    waiting.look(10.0, "no node")
    waiting.look(11.0, "no picture")
    waiting.look(20.9, "no picture")
    assert told == ["waiting: no node"]
    waiting.look(21.0, "no picture")
    assert told == ["waiting: no node", "waiting: no picture"]


def test_nothing_is_said_while_nothing_lacks(waiting, told):
    waiting.look(0.0, "no node")
    waiting.look(5.0, None)
    waiting.look(60.0, None)
    waiting.look(61.0, "no node")
    waiting.look(70.0, "no node")
    assert told == []
