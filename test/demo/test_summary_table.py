"""What the demo prints of its figures."""

from __future__ import annotations

from csk_ros.demo.summary_table import _coverage, _drops, _faults


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


def fault(*already, **figures):
    """Of a fault of rgb from 1 to 2 s; `already` names what was in force before."""
    told = {"camera": "rgb", "kind": "delay", "from": 1.0, "to": 2.0, "expected": "fused"}
    return (
        told
        | {"expected_afterwards": "fused", "left_for": None}
        | {f"{name}_already": name in already for name in ("reaction", "return")}
        | figures
    )


def test_what_a_fault_did_to_the_mode_is_told_in_words():
    faults = [
        fault("reaction", reaction=0.0, left_for=0.35, **{"return": 0.21}),
        fault("reaction", "return", reaction=0.0, left_for=0.0, **{"return": 0.0}),
        fault("reaction", kind="drop", expected="thermal", reaction=0.0, **{"return": None}),
        fault(kind="drop", expected="thermal", reaction=0.3, **{"return": 0.0}),
    ]
    assert [row[3:] for row in _faults({"faults": faults})] == [
        ("fused", "left for 0.35 s", "fused", "0.21 s"),
        ("fused", "kept", "fused", "already"),
        ("thermal", "already", "fused", "never"),
        ("thermal", "0.30 s", "fused", "0.00 s"),
    ]


def test_time_without_a_mode_is_told_if_there_was_any():
    spans = [{"mode": "none", "from": 1.0, "to": 1.5}, {"mode": "fused", "from": 1.5, "to": 3.0}]
    spans.append({"mode": "none", "from": 3.0, "to": 3.25})
    figures = {"coverage": {"any": 0.5, "own": 0.25}, "outputs": {"longest_gap": 0.6}, "modes": spans}
    assert list(_coverage(figures))[3:] == [("time in mode none", "0.75 s")]
    assert list(_coverage(figures | {"modes": spans[1:2]}))[3:] == []
