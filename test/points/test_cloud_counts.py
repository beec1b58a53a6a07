"""What became of every cloud, counted."""

from __future__ import annotations

from csk_ros.points.cloud_counts import EMPTY, LABELLED, UNHEARD, CloudCounts


def test_every_cloud_is_counted_under_what_became_of_it():
    counts = CloudCounts()
    assert counts.newest is None
    assert counts.values() == {"received": "0"}
    counts.received = 6
    counts.unlabelled("no labels")
    assert counts.newest == "unlabelled.no labels"
    counts.refused("fields")
    assert counts.newest == "refused.fields"
    counts.empty()
    assert counts.newest == EMPTY
    counts.unheard()
    assert counts.newest == UNHEARD
    counts.labelled()
    counts.labelled()
    assert counts.newest == LABELLED
    assert counts.values() == {
        "received": "6",
        "empty": "1",
        "labelled": "2",
        "refused.fields": "1",
        "unheard": "1",
        "unlabelled.no labels": "1",
    }
