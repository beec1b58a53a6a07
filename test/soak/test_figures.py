from __future__ import annotations

import json

from csk_ros.soak.figures import summarise
from csk_ros.soak.observation import Observation


def test_every_number_is_in_the_figures(observation):
    figures = json.loads(json.dumps(summarise(observation, ["a reason"], rate=30.0), allow_nan=False))
    assert figures["failures"] == ["a reason"]
    assert (figures["seconds"], figures["planned_seconds"], figures["warm_up_seconds"]) == (
        120.5,
        120.0,
        30.0,
    )
    assert figures["rate"] == 30.0
    assert figures["node"] == {"model": "some.safetensors", "device": "cpu"}
    # 90 steady samples in 9 groups, whose lowest rises by 1 MiB a minute.
    memory = figures["memory"]
    assert (memory["first"], memory["last"], memory["highest"]) == (600.6, 601.767, 602.0)
    assert (memory["slope_per_hour"], memory["growth"]) == (60.0, 1.483)
    assert figures["threads"] == {"first": 19, "last": 19, "highest": 20}
    assert figures["files"] == {"first": 20, "last": 21, "highest": 21}
    assert figures["frames"] == {
        "sent": {"rgb": 95, "thermal": 103},
        "received": {"rgb": 95, "thermal": 100},
        "lost": {"rgb": 0, "thermal": 3},
        "published": {"fused": 50, "thermal": 21, "rgb": 9},
        "dropped": {"thermal": {"superseded": 25, "thermal frozen": 4}, "rgb": {"truncated": 3}},
        "unaccounted": 0,
        "labels_published": 80,
        "labels_arrived": 79,
    }
    assert figures["latency"]["fused"] == {"labels": 50, "p50": 24.5, "p99": 49.2, "max": 49.2}
    assert figures["latency"]["thermal"] is None
    assert figures["latency"]["rgb"] == {"labels": 29, "p50": 64.5, "p99": 78.2, "max": 78.2}
    assert figures["latency"]["all"] == {"labels": 79, "p50": 39.5, "p99": 78.2, "max": 78.2}
    assert figures["own_latency"] == {"p50": 11.0, "p95": 24.0, "worst_p50": 12.0, "worst_p95": 90.0}
    assert [len(figures["samples"][name]) for name in ("seconds", "memory", "threads", "files")] == [121] * 4
    assert figures["samples"]["memory"][:3] == [600, 600.017, 600.033]


def test_a_node_that_died_at_once_has_few_figures():
    found = Observation(60.0, death="the node ended")
    found.sent = {"rgb": 0, "thermal": 0}
    figures = summarise(found, ["the node ended"], rate=30.0)
    assert figures["memory"] is figures["threads"] is figures["files"] is figures["own_latency"] is None
    assert figures["latency"] == {"all": None, "fused": None, "thermal": None, "rgb": None}
