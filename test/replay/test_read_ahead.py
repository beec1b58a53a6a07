from __future__ import annotations

import threading

import pytest

from csk_ros.replay.read_ahead import ReadAhead


def test_items_come_in_order_and_end():
    with ReadAhead(range(100), 3, threading.Event()) as ahead:
        assert list(ahead) == list(range(100))


def test_no_more_is_read_than_fits():
    taken = []
    third = threading.Event()

    def items():
        for number in range(100):
            taken.append(number)
            if number == 2:
                third.set()
            yield number

    with ReadAhead(items(), 2, threading.Event()) as ahead:
        # The third is in the thread's hands while two wait in the queue.
        assert third.wait(10)
        assert taken == [0, 1, 2]
        assert next(iter(ahead)) == 0
    assert len(taken) <= 4


def test_an_exception_comes_where_its_item_would_have():
    def items():
        yield 1
        raise KeyError("damaged")

    with ReadAhead(items(), 5, threading.Event()) as ahead:
        taking = iter(ahead)
        assert next(taking) == 1
        with pytest.raises(KeyError, match="damaged"):
            next(taking)


def test_stopping_ends_reader_and_taker():
    stop = threading.Event()
    taken = []
    with ReadAhead(iter(int, 1), 2, stop) as ahead:
        for item in ahead:
            taken.append(item)
            if len(taken) == 10:
                stop.set()
    assert taken == [0] * 10
    assert not any(thread.name.startswith("read-ahead") for thread in threading.enumerate())


def test_leaving_early_ends_the_thread():
    with ReadAhead(iter(int, 1), 2, threading.Event()) as ahead:
        assert next(iter(ahead)) == 0
    assert not any(thread.name.startswith("read-ahead") for thread in threading.enumerate())


def test_stopping_wakes_a_taker_that_waits_for_a_slow_source():
    stop = threading.Event()
    release = threading.Event()

    def slow():
        stop.set()
        release.wait(10)
        yield 1

    with ReadAhead(slow(), 2, stop) as ahead:
        assert list(ahead) == []
        release.set()
