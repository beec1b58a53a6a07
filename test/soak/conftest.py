"""What a soak of two minutes may have seen."""

from __future__ import annotations

import pytest

from csk_ros.live.node_counts import NodeCounts
from csk_ros.live.process_sample import ProcessSample
from csk_ros.mode import Mode
from csk_ros.soak.observation import Observation


@pytest.fixture
def observation():
    found = Observation(120.0, 120.5)
    found.samples = [ProcessSample(n, 600 + n / 60, 19 + (n == 50), 20 + (n > 60)) for n in range(121)]
    found.sent = {"rgb": 95, "thermal": 103}
    found.counts = NodeCounts(
        {"rgb": 95, "thermal": 100},
        {"fused": 50, "thermal": 21, "rgb": 9},
        {"thermal": {"superseded": 25, "thermal frozen": 4}, "rgb": {"truncated": 3}},
    )
    found.labels = 79
    for stamp in range(79):
        found.latency.see_labels(stamp, 0.0002 + stamp / 1000)
        found.latency.see_mode(stamp, Mode.FUSED if stamp < 50 else Mode.RGB)
    found.own_latency = [(10.0, 20.0), (12.0, 24.0), (11.0, 90.0)]
    found.facts = {"model": "some.safetensors", "device": "cpu"}
    return found
