"""The segmentation node's state as a diagnostic_msgs/DiagnosticStatus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticStatus

from csk_ros.mode import NO_MODE, Mode
from csk_ros.ros.diagnostics_publisher import status
from csk_ros.stream.health import Health
from csk_ros.stream.stream_pipeline import AWAITED

if TYPE_CHECKING:
    from csk_ros.stream.fallback import Decision
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.frame_ledger import FrameCounts
    from csk_ros.stream.stream_health import StreamHealth

LOSSY = 0.3
"""Share of intervals with a hole from which on transport is suspected: a camera stamps evenly."""


@dataclass(frozen=True)
class Snapshot:
    """What a status is made of."""

    decision: Decision
    rgb: StreamHealth
    thermal: StreamHealth
    counts: FrameCounts
    gaps: dict[Stream, float]
    """Share of each stream's last intervals in which a frame is missing."""
    skew: int | None
    """Of the newest output that was owed, in ns; None unless it is fused."""
    latency: tuple[float, float] | None
    """p50 and p95 in milliseconds, from a frame's arrival to its output."""
    inference: tuple[float, float] | None
    """The network's part of it."""
    failure: str | None
    """Why the newest output that was tried did not come out; None if it did."""
    rgb_unused: str | None
    """Why the newest output that was to be fused was answered by thermal alone; None if it was not."""
    facts: dict[str, str]
    """Device, model and the like: shown as they are."""
    contradictions: tuple[str, ...] = ()
    """What the images show otherwise than their messages say, a sentence each."""


def segmentation_status(name: str, hardware_id: str, snapshot: Snapshot, now: int) -> DiagnosticStatus:
    """Describe a working node: OK fused, WARN degraded, ERROR without output, STALE before a frame."""
    level, message = _verdict(snapshot)
    return status(name, hardware_id, level, message, _values(snapshot, now))


def loading_status(
    name: str, description: str, counts: FrameCounts, facts: dict[str, str]
) -> DiagnosticStatus:
    """Describe a node whose model is being loaded: WARN, with the frames that were dropped meanwhile."""
    return status(name, "", DiagnosticStatus.WARN, description, _count_values(counts) | facts)


def _verdict(snapshot: Snapshot) -> tuple[bytes, str]:
    decision = snapshot.decision
    nothing_came = not snapshot.counts.received
    unseen = nothing_came and snapshot.thermal.state in {Health.WAITING, Health.MISSING}
    if unseen or decision == AWAITED:
        return DiagnosticStatus.STALE, "no frame yet"
    if decision.mode is None:
        return DiagnosticStatus.ERROR, f"no output: {decision.reason}"
    if snapshot.failure is not None:
        return DiagnosticStatus.ERROR, f"no output: {snapshot.failure}"
    if snapshot.rgb_unused is not None:
        return DiagnosticStatus.WARN, f"{Mode.THERMAL}: {snapshot.rgb_unused}"
    losing = [stream for stream, share in sorted(snapshot.gaps.items()) if share >= LOSSY]
    notes = [f"{stream} frames get lost, see 'Large images' in the README" for stream in losing]
    notes += snapshot.contradictions
    level = DiagnosticStatus.OK if decision.mode is Mode.FUSED and not notes else DiagnosticStatus.WARN
    return level, "; ".join([f"{decision.mode}: {decision.reason}", *notes])


def _values(snapshot: Snapshot, now: int) -> dict[str, str]:
    mode = snapshot.decision.mode
    values = {"mode": NO_MODE if mode is None else mode.value, "reason": snapshot.decision.reason}
    streams: dict[Stream, StreamHealth] = {"rgb": snapshot.rgb, "thermal": snapshot.thermal}
    for name, stream in streams.items():
        values[f"{name}.state"] = stream.state.value
        values[f"{name}.rate"] = f"{stream.arrivals.rate(now):.2f} Hz"
        last = stream.arrivals.last
        values[f"{name}.gaps"] = f"{snapshot.gaps[name]:.0%}"
        # Missing, too, while the clock has gone back and the stream has not been told yet.
        values[f"{name}.age"] = "" if last is None or now < last else f"{(now - last) / 1e9:.3f} s"
    values["skew"] = "" if snapshot.skew is None else f"{snapshot.skew / 1e9:.6f} s"
    for what, durations in (("latency", snapshot.latency), ("inference", snapshot.inference)):
        if durations is not None:
            values[f"{what}.p50"], values[f"{what}.p95"] = (f"{duration:.1f} ms" for duration in durations)
    return values | _count_values(snapshot.counts) | snapshot.facts


def _count_values(counts: FrameCounts) -> dict[str, str]:
    received = {f"received.{stream}": count for stream, count in sorted(counts.received.items())}
    published = {f"published.{mode}": count for mode, count in sorted(counts.published.items())}
    dropped = {
        f"dropped.{stream}.{reason}": count for (stream, reason), count in sorted(counts.dropped.items())
    }
    return {key: str(count) for key, count in (received | published | dropped).items()}
