from __future__ import annotations

from csk_ros.recording.bag_files.message_places import LATEST, MessagePlaces


def test_a_block_begins_with_its_earliest_wanted_message():
    places = MessagePlaces()
    places.add(100, 1, [7, 5])
    places.add(100, 2, [3])
    places.add(200, 2, [9])
    places.add(300, 1, [1])
    assert places.blocks({1}) == [(5, 100), (1, 300)]
    assert places.blocks({1, 2}) == [(3, 100), (9, 200), (1, 300)]
    assert places.blocks({3}) == []
    assert places.times({1}).tolist() == [7, 5, 1]
    assert places.times([]).tolist() == []


def test_a_time_that_fits_nowhere_is_the_latest():
    places = MessagePlaces()
    places.add(1, 70_000, [2**64 - 1])
    assert places.times({70_000}).tolist() == [LATEST]
