from __future__ import annotations

from csk_ros.soak.figures import summarise
from csk_ros.soak.observation import Observation
from csk_ros.soak.table import as_table


def test_it_shows_the_figures(observation):
    lines = as_table(summarise(observation, [], rate=30.0)).splitlines()
    assert lines[0] == "  2.0 min at 30 Hz; some.safetensors on cpu"
    cells = [line.split() for line in lines]
    for row in (
        "memory 600.6 MiB 601.8 MiB +60.0 MiB/h, growth 1.5 of 16.2 MiB allowed, at most 602.0 MiB",
        "threads 19 19 at most 20",
        "file handles 20 21 at most 21",
        "thermal 103 100 3",
        "published, fused 50",
        "dropped, thermal frozen 4",
        "unaccounted for 0",
        "dropped, truncated 3",
        "arrived 79",
        "fused 50 24 ms 49 ms 49 ms",
        "thermal 0 - - -",
        "by the node's own word: p50 11 ms, p95 24 ms; at worst 12 and 90 ms",
    ):
        assert row.split() in cells, row


def test_it_has_room_for_a_node_that_died_at_once():
    found = Observation(60.0, death="the node ended")
    found.sent = {"rgb": 0, "thermal": 0}
    lines = as_table(summarise(found, ["the node ended"], rate=30.0)).splitlines()
    assert lines[0] == "  0.0 min at 30 Hz; - on -"
    assert ["fused", "0", "-", "-", "-"] in [line.split() for line in lines]
