"""What the demo prints of its figures."""

from __future__ import annotations

from csk_ros.demo.summary_table import _drops


def test_what_every_shutter_drops_is_explained():
    dropped = {"thermal": {"late stamp": 1, "thermal frozen": 12, "superseded": 2}, "rgb": {"late stamp": 3}}
    assert list(_drops({"node": {"dropped": dropped, "unaccounted": 4}})) == [
        ("thermal, late stamp", "1", "rgb had answered its moment when thermal came back"),
        ("thermal, thermal frozen", "12", "the same picture again, while rgb answered"),
        ("thermal, superseded", "2", ""),
        ("rgb, late stamp", "3", ""),
        ("thermal, unaccounted for", "4", ""),
    ]


def test_where_nothing_is_dropped_nothing_is_explained():
    assert list(_drops({"node": {"dropped": {}, "unaccounted": 0}})) == [("none", "0", "")]
