from __future__ import annotations

from csk_ros.live.node_counts import NodeCounts

VALUES = {
    "mode": "fused",
    "received.rgb": "90",
    "received.thermal": "100",
    "published.fused": "60",
    "published.thermal": "20",
    "published.rgb": "10",
    "dropped.thermal.superseded": "12",
    "dropped.thermal.thermal frozen": "7",
    "dropped.rgb.truncated": "3",
    "latency.p50": "10.0 ms",
}


def test_counts_are_read_from_the_diagnostics():
    counts = NodeCounts.from_values(VALUES)
    assert counts.received == {"rgb": 90, "thermal": 100}
    assert counts.published == {"fused": 60, "thermal": 20, "rgb": 10}
    assert counts.dropped == {"thermal": {"superseded": 12, "thermal frozen": 7}, "rgb": {"truncated": 3}}
    assert counts.outputs == 90


def test_what_is_neither_published_nor_dropped_is_at_work():
    assert NodeCounts.from_values(VALUES).unaccounted == 1
    assert NodeCounts.from_values(VALUES | {"published.thermal": "21"}).unaccounted == 0


def test_a_node_that_has_seen_nothing():
    counts = NodeCounts.from_values({"mode": "none"})
    assert (counts.outputs, counts.unaccounted, counts.dropped) == (0, 0, {})
