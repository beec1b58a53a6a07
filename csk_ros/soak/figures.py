"""The figures of a soak, as they go into soak.json."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from csk_ros.mode import Mode
from csk_ros.soak.floor_growth import FloorGrowth
from csk_ros.soak.memory_trend import MemoryTrend
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.live.process_sample import ProcessSample
    from csk_ros.soak.latency_histogram import LatencyHistogram
    from csk_ros.soak.observation import Observation

Figures = dict[str, Any]


def summarise(observation: Observation, failures: Sequence[str], *, rate: float) -> Figures:
    """Put all figures together; times are in seconds from the first picture, latencies in milliseconds.

    Args:
        observation: complete.
        failures: what it broke.
        rate: pairs a second that the cameras were to give.
    """
    steady = observation.steady
    return {
        "failures": list(failures),
        "seconds": round(observation.seconds, 3),
        "planned_seconds": observation.planned,
        "warm_up_seconds": round(observation.warm_up, 3),
        "rate": rate,
        "node": observation.facts,
        "memory": _memory(steady),
        "threads": _held([sample.threads for sample in steady]),
        "files": _held([sample.files for sample in steady]),
        "frames": _frames(observation),
        "latency": {"all": _latency(observation.latency.all)}
        | {mode.value: _latency(observation.latency.histograms[mode]) for mode in Mode},
        "own_latency": _own_latency(observation.own_latency),
        "samples": {
            "seconds": [round(sample.time, 3) for sample in observation.samples],
            "memory": [round(sample.memory, 3) for sample in observation.samples],
            "threads": [sample.threads for sample in observation.samples],
            "files": [sample.files for sample in observation.samples],
        },
    }


def _memory(steady: Sequence[ProcessSample]) -> Figures | None:
    """In MiB; None if there are too few samples for a trend."""
    if len(steady) < 2:
        return None
    trend = MemoryTrend.of(steady)
    return {
        "first": round(trend.first, 3),
        "last": round(trend.last, 3),
        "highest": round(max(sample.memory for sample in steady), 3),
        "slope_per_hour": round(trend.slope, 3),
        "growth": round(trend.growth, 3),
        "allowance": round(trend.allowance, 3),
    }


def _held(held: Sequence[int]) -> Figures | None:
    if not held:
        return None
    floor = FloorGrowth.of(held)
    return {"first": floor.first, "last": floor.last, "highest": max(held)}


def _frames(observation: Observation) -> Figures:
    """`lost` never reached the node: cameras are heard with best effort."""
    counts = observation.counts
    received = {camera: counts.received.get(camera, 0) for camera in STREAMS}
    return {
        "sent": {camera: observation.sent[camera] for camera in STREAMS},
        "received": received,
        "lost": {camera: observation.sent[camera] - received[camera] for camera in STREAMS},
        "published": counts.published,
        "dropped": counts.dropped,
        "unaccounted": counts.unaccounted,
        "labels_published": counts.outputs,
        "labels_arrived": observation.labels,
    }


def _latency(histogram: LatencyHistogram) -> Figures | None:
    """Percentiles of one mode; None if no labels came in it."""
    p50, p99 = histogram.percentile(50), histogram.percentile(99)
    if p50 is None or p99 is None:
        return None
    return {
        "labels": histogram.count,
        "p50": round(p50 * 1e3, 1),
        "p99": round(p99 * 1e3, 1),
        "max": round(histogram.longest * 1e3, 1),
    }


def _own_latency(told: Sequence[tuple[float, float]]) -> Figures | None:
    """From a picture's arrival at the node to its labels' leaving: the usual and the worst window."""
    if not told:
        return None
    p50, p95 = zip(*told, strict=True)
    return {
        "p50": round(median(p50), 1),
        "p95": round(median(p95), 1),
        "worst_p50": max(p50),
        "worst_p95": max(p95),
    }
