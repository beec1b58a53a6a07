"""Counts of frames."""

from __future__ import annotations

import threading

from csk_ros.mode import Mode
from csk_ros.stream.frame_ledger import FrameLedger


def test_counts_by_stream_mode_and_reason():
    ledger = FrameLedger()
    ledger.receive("rgb")
    for _ in range(3):
        ledger.receive("thermal")
    ledger.publish(Mode.FUSED)
    ledger.drop("thermal", "truncated")
    ledger.drop("thermal", "late stamp")
    counts = ledger.counts()
    assert counts.received == {"rgb": 1, "thermal": 3}
    assert counts.published == {Mode.FUSED: 1}
    assert counts.dropped == {("thermal", "truncated"): 1, ("thermal", "late stamp"): 1}
    assert counts.dropped_of("thermal") == 2
    assert counts.dropped_of("rgb") == 0


def test_a_snapshot_does_not_move():
    ledger = FrameLedger()
    ledger.receive("rgb")
    before = ledger.counts()
    ledger.receive("rgb")
    before.received["rgb"] += 10
    assert ledger.counts().received == {"rgb": 2}


def test_threads_lose_no_count():
    ledger = FrameLedger()
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        for _ in range(2000):
            ledger.receive("thermal")
            ledger.drop("thermal", "superseded")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.counts().received["thermal"] == 8000
    assert ledger.counts().dropped_of("thermal") == 8000
