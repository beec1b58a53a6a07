"""One slot between two real threads."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

import pytest

from csk_ros.stream.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 30.0


class Taker:
    """A thread that takes until the mailbox is closed; every item waits for `go`."""

    def __init__(self, mailbox: Mailbox[int]) -> None:
        self.taken: queue.Queue[int] = queue.Queue()
        self.ended = threading.Event()
        self.go = threading.Semaphore(0)
        self._mailbox = mailbox
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while (item := self._mailbox.take()) is not None:
            self.taken.put(item)
            assert self.go.acquire(timeout=TIMEOUT)
        self.ended.set()


@pytest.fixture
def mailbox() -> Mailbox[int]:
    return Mailbox()


@pytest.fixture
def taker(mailbox: Mailbox[int]) -> Iterator[Taker]:
    taker = Taker(mailbox)
    yield taker
    mailbox.close()
    taker.go.release(1000)
    taker.thread.join(TIMEOUT)
    assert not taker.thread.is_alive()


def test_the_newest_replaces_what_was_not_taken(mailbox):
    assert mailbox.put(1) is None
    assert mailbox.put(2) == 1
    assert mailbox.take() == 2


def test_an_item_that_is_false_is_an_item(mailbox):
    mailbox.put(0)
    assert mailbox.take() == 0


def test_a_waiting_worker_is_woken(mailbox, taker):
    assert mailbox.put(7) is None
    assert taker.taken.get(timeout=TIMEOUT) == 7


def test_a_busy_worker_gets_the_newest_only(mailbox, taker):
    mailbox.put(1)
    assert taker.taken.get(timeout=TIMEOUT) == 1
    assert [mailbox.put(item) for item in (2, 3, 4)] == [None, 2, 3]
    taker.go.release()
    assert taker.taken.get(timeout=TIMEOUT) == 4
    assert taker.taken.empty()


def test_close_wakes_and_ends_a_waiting_worker(mailbox, taker):
    assert mailbox.close() is None
    assert taker.ended.wait(TIMEOUT)


def test_close_hands_back_what_nobody_took(mailbox):
    mailbox.put(1)
    assert mailbox.close() == 1
    assert mailbox.close() is None
    assert mailbox.take() is None


def test_a_closed_mailbox_takes_nothing_in(mailbox):
    mailbox.close()
    assert mailbox.put(5) == 5
    assert mailbox.take() is None


def test_every_item_ends_exactly_once(mailbox, taker):
    """Taken, replaced or handed back, whatever the two threads' luck."""
    taker.go.release(10_000)
    replaced = [mailbox.put(item) for item in range(1, 5001)]
    left_over = mailbox.close()
    assert taker.ended.wait(TIMEOUT)
    taken = list(taker.taken.queue)
    ended = taken + [item for item in (*replaced, left_over) if item is not None]
    assert sorted(ended) == list(range(1, 5001))
    assert taken == sorted(taken)
