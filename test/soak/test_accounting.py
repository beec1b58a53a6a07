from __future__ import annotations

import pytest

from csk_ros.live.node_counts import NodeCounts
from csk_ros.soak.accounting import accounting_failures
from csk_ros.soak.observation import Observation

FRAMES = "thermal frames: received 100, published 71 in fused and thermal mode"


def observation(*, dropped=29, labels=80, settled=True):
    counts = NodeCounts(
        {"rgb": 95, "thermal": 100},
        {"fused": 50, "thermal": 21, "rgb": 9},
        {"thermal": {"superseded": dropped - 4, "thermal frozen": 4}, "rgb": {"superseded": 3}},
    )
    return Observation(60.0, counts=counts, labels=labels, settled=settled)


def test_in_is_out_and_drops():
    assert accounting_failures(observation()) == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"dropped": 27},
            f"{FRAMES}, dropped 27: 2 are not accounted for",
        ),
        (
            {"dropped": 30},
            f"{FRAMES}, dropped 30: -1 are not accounted for",
        ),
        ({"labels": 79}, "labels: published 80, arrived 79"),
        ({"settled": False}, "frames: the node did not notice in time that the cameras had stopped"),
    ],
)
def test_what_does_not_add_up_is_told_with_its_numbers(given, reason):
    assert accounting_failures(observation(**given)) == [reason]


def test_that_it_did_not_settle_is_no_news_where_something_is_missing():
    assert len(accounting_failures(observation(dropped=28, settled=False))) == 1


def test_a_node_that_got_and_said_nothing_has_not_passed():
    assert accounting_failures(Observation(60.0, settled=True)) == ["labels: none arrived"]
