"""Readings: which pictures count, and what is made of them."""

from __future__ import annotations

import json

import pytest

from csk_ros.benchmark.node.node_benchmark import NodeFigures
from csk_ros.benchmark.node.node_table import as_tables
from csk_ros.benchmark.node.reading import OwnFigures, read

START = 5_000_000_000
PERIOD = 100_000_000
OWN = OwnFigures(latency_p50=24.0, inference_p50=20.0, processors=0.5, memory_growth=1.5)
STAMPS = [START + number * PERIOD for number in range(40)]


def taken(stamps, ages, cameras="fused"):
    """The reading of a run at 10 Hz."""
    return read(namespace="/robot1", cameras=cameras, rate=10.0, stamps=stamps, ages=ages, own=OWN)


def test_the_warm_up_does_not_count():
    ages = {stamp: 900_000_000 if stamp < STAMPS[10] else 30_000_000 for stamp in STAMPS}
    reading = taken(STAMPS, ages)
    assert (reading.frames, reading.outputs, reading.missed) == (30, 30, 0)
    assert (reading.seconds, reading.achieved) == (3.0, 10.0)
    assert (reading.age_p50, reading.age_p99) == (30.0, 30.0)


def test_a_late_first_picture_leaves_as_many_to_count():
    late = [STAMPS[0] + PERIOD // 2, *STAMPS[1:]]
    reading = taken(late, dict.fromkeys(late, 30_000_000))
    assert (reading.frames, reading.seconds) == (30, 3.0)


def test_pictures_without_labels_are_missed():
    ages = {stamp: 30_000_000 for number, stamp in enumerate(STAMPS) if number % 3}
    reading = taken(STAMPS, ages, "thermal")
    assert (reading.frames, reading.outputs, reading.missed) == (30, 20, 10)
    assert reading.achieved == pytest.approx(20 / 3)


def test_labels_of_other_pictures_do_not_count():
    ages = dict.fromkeys(STAMPS, 30_000_000) | {STAMPS[-1] + 1: 10}
    assert taken(STAMPS, ages).outputs == 30


def test_percentiles_and_growth_are_of_the_ages():
    ages = {stamp: (20 + number) * 1_000_000 for number, stamp in enumerate(STAMPS)}
    reading = taken(STAMPS, ages)
    assert reading.age_p50 == pytest.approx(44.5)
    assert reading.age_p95 == pytest.approx(30 + 0.95 * 29)
    assert (reading.age_p50_first, reading.age_p50_last) == (34.5, 54.5)


def test_ratios_are_to_the_networks_time():
    ages = dict.fromkeys(STAMPS, 50_000_000)
    figures = taken(STAMPS, ages).figures()
    assert (figures["own_cost"], figures["stale"]) == (1.2, 2.5)
    assert (figures["memory_growth"], figures["latency_p50"], figures["frames"]) == (1.5, 24.0, 30)
    assert json.loads(json.dumps(figures)) == figures


def test_no_labels_are_an_error():
    with pytest.raises(ValueError, match="no labels came to 30 pictures at 10 Hz"):
        taken(STAMPS, {})


def test_the_table_has_a_line_a_reading():
    ages = dict.fromkeys(STAMPS, 50_000_000)
    figures = NodeFigures(2.25, [taken(STAMPS, ages)])
    start, _, head, line = as_tables(figures).splitlines()
    assert start.strip() == "2.2 s from the start of the process to the first labels"
    assert head.split()[:5] == ["node", "cameras", "sent", "labels", "missed"]
    expected = "/robot1 fused 10 10.0 0 50.0 50.0 50.0 2.50 50.0 50.0 24.0 20.0 1.20 0.50 +1.5"
    assert " ".join(line.split()) == expected
