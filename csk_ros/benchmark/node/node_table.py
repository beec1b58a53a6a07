"""Readings of a node as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.text_table import text_table

if TYPE_CHECKING:
    from csk_ros.benchmark.node.node_benchmark import NodeFigures
    from csk_ros.benchmark.node.reading import Reading

_HEAD = (
    *("node", "cameras", "sent", "labels", "missed"),
    *("age p50", "p95", "p99", "p99/net", "first", "last"),
    *("in node", "net", "node/net", "cores", "MiB"),
)


def as_tables(figures: NodeFigures) -> str:
    """The start, and a line a reading: times in ms, rates in Hz."""
    start = f"  {figures.seconds_to_first_label:.1f} s from the start of the process to the first labels"
    return "\n".join([start, "", *text_table(_HEAD, list(map(_row, figures.readings)))])


def _row(reading: Reading) -> tuple[str, ...]:
    own = reading.own
    milliseconds = (
        *(reading.age_p50, reading.age_p95, reading.age_p99),
        *(reading.age_p50_first, reading.age_p50_last, own.latency_p50, own.inference_p50),
    )
    p50, p95, p99, first, last, latency, inference = (f"{time:.1f}" for time in milliseconds)
    return (
        *(reading.namespace, reading.cameras, f"{reading.rate:g}", f"{reading.achieved:.1f}"),
        *(str(reading.missed), p50, p95, p99, f"{reading.stale:.2f}", first, last),
        *(latency, inference, f"{reading.own_cost:.2f}"),
        *(f"{own.processors:.2f}", f"{own.memory_growth:+.1f}"),
    )
