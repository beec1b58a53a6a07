from __future__ import annotations

import numpy as np
import pytest

from csk_ros.live.node_counts import NodeCounts
from csk_ros.live.process_sample import ProcessSample
from csk_ros.soak.observation import Observation
from csk_ros.soak.verdict import failures


def observation(*, memory=0.0, threads=0, files=0, count=1800):
    """Half an hour of a node that holds so much more at the end than at the start."""
    times, shares = np.linspace(1, 1800, count), np.linspace(0, 1, count)
    samples = [
        ProcessSample(time, 600 + memory * share, 19 + round(threads * share), 21 + round(files * share))
        for time, share in zip(times, shares, strict=True)
    ]
    counts = NodeCounts({"thermal": 10}, {"fused": 8}, {"thermal": {"superseded": 2}})
    return Observation(1800.0, 1800.0, samples, counts=counts, labels=8, settled=True)


def test_a_steady_node_passes():
    assert failures(observation()) == []


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ({"memory": 60.0}, "memory: grew by 56.5 MiB in 28.2 min after the warm-up, +120.1 MiB/h; 19.8 MiB"),
        (
            {"threads": 10},
            "threads: at least 20 in the first quarter after the warm-up and 27 in the last",
        ),
        (
            {"files": 100},
            "file handles: at least 27 in the first quarter after the warm-up and 97 in the last",
        ),
    ],
)
def test_one_reason_for_what_grew(given, start):
    (reason,) = failures(observation(**given))
    assert reason.startswith(start)


def test_every_broken_rule_is_told():
    broken = observation(memory=60, threads=10, files=100)
    broken.labels = 7
    reasons = failures(broken)
    assert [reason.split(":")[0] for reason in reasons] == ["labels", "memory", "threads", "file handles"]


def test_a_dead_node_owes_no_account_but_its_growth_is_told():
    broken = observation(memory=60)
    broken.labels, broken.settled = 7, False
    broken.death = "the node ended by itself with exit code -9:\n"
    reasons = failures(broken)
    assert reasons[0] == broken.death
    assert [reason.split(":")[0] for reason in reasons[1:]] == ["memory"]


def test_a_node_that_died_at_once_is_told_once():
    broken = Observation(60.0, death="the node ended by itself with exit code 3:\n")
    assert failures(broken) == [broken.death]


def test_without_samples_nothing_has_been_shown():
    assert failures(observation(count=1)) == ["samples: expected two at least after the warm-up, got 0"]
