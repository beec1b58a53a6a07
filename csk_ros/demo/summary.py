"""The figures of a demo, as they go into summary.json."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.demo.mode_span import mode_sequence
from csk_ros.live.node_counts import NodeCounts
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.demo.mode_span import ModeSpan
    from csk_ros.demo.output import Output
    from csk_ros.demo.reaction import Reaction
    from csk_ros.demo.record import Record
    from csk_ros.evaluation.confusion import Confusion

Figures = dict[str, Any]


def summarise(
    record: Record,
    outputs: Sequence[Output],
    spans: Sequence[ModeSpan],
    reacted: Sequence[Reaction],
    agreement: Mapping[Mode, Confusion],
    *,
    title: str,
) -> Figures:
    """Put all figures together; times are in seconds from the first input, latencies in milliseconds.

    Args:
        record: complete.
        outputs: of the record.
        spans: of the record.
        reacted: to the faults that were played.
        agreement: what labels and ground truth had in common.
        title: what was played.
    """
    status = record.diagnostics
    values = {} if status is None else status.values
    counts = NodeCounts.from_values(values)
    return {
        "recording": title,
        "seconds": round(record.duration, 3),
        "node": {
            "model": values.get("model"),
            "device": values.get("device"),
            "received": counts.received,
            "published": counts.published,
            "dropped": counts.dropped,
            "unaccounted": counts.unaccounted,
        },
        "inputs": {
            camera: {"frames": len(pictures), "rate": _rate(len(pictures), record.duration)}
            for camera, pictures in record.inputs.items()
        },
        "outputs": {
            "frames": len(outputs),
            "rate": _rate(len(outputs), record.duration),
            "by_mode": {mode.value: sum(o.mode is mode for o in outputs) for mode in Mode},
            "longest_gap": _longest_gap(record, outputs),
        },
        "coverage": _coverage(record, outputs),
        "latency": {"all": _latency(outputs)}
        | {mode.value: _latency([o for o in outputs if o.mode is mode]) for mode in Mode},
        "mode_sequence": mode_sequence(spans),
        "modes": [
            {
                "mode": span.mode,
                "reason": span.reason,
                "from": round(span.start, 3),
                "to": round(span.end, 3),
            }
            for span in spans
        ],
        "faults": [_fault(reaction) for reaction in reacted],
        "ground_truth": _ground_truth(agreement) if record.truth_error is None else {},
    }


def _rate(frames: int, seconds: float) -> float:
    return round(frames / seconds, 2)


def _longest_gap(record: Record, outputs: Sequence[Output]) -> float:
    """The longest time without a new output, from the first input on."""
    times = [0.0, *(output.time for output in outputs)]
    times.append(max(record.duration, times[-1]))
    return round(float(np.diff(times).max()), 3)


def _coverage(record: Record, outputs: Sequence[Output]) -> Figures:
    """How many moments got labels; a moment is the arrival of a thermal frame.

    `own` counts frames that an output of their own stamp came for. `any` also counts those that an output
    was made for within half a period: in rgb mode labels have the rgb camera's stamps.
    """
    frames = record.inputs["thermal"]
    if not frames:
        return {"thermal_frames": 0, "own": None, "any": None}
    stamps = {output.stamp for output in outputs}
    own = sum(frame.stamp in stamps for frame in frames)
    times = np.array([record.seconds(frame.time) for frame in frames])
    anchors = np.array([output.anchored for output in outputs if output.anchored is not None])
    half = float(np.median(np.diff(times))) / 2 if len(times) > 1 else 0.0
    near = np.zeros(len(times), bool)
    if len(anchors):
        near = np.abs(times[:, None] - anchors[None, :]).min(axis=1) <= half
    return {
        "thermal_frames": len(frames),
        "own": round(own / len(frames), 4),
        "any": round(float(near.mean()), 4),
    }


def _latency(outputs: Sequence[Output]) -> Figures | None:
    latencies = [output.latency * 1e3 for output in outputs if output.latency is not None]
    if not latencies:
        return None
    p50, p95, longest = np.percentile(latencies, (50, 95, 100))
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "max": round(float(longest), 1)}


def _ground_truth(agreement: Mapping[Mode, Confusion]) -> Figures:
    """How well labels agree with the ground truth, by mode; a mode that was not compared is left out."""
    return {
        mode.value: {
            "pictures": confusion.pictures,
            "mean_iou": round(confusion.miou, 4),
            "iou": {name: round(iou, 4) for name, iou in confusion.iou.items() if not math.isnan(iou)},
        }
        for mode, confusion in agreement.items()
        if not math.isnan(confusion.miou)
    }


def _fault(reaction: Reaction) -> Figures:
    fault = reaction.fault
    return {
        "camera": fault.camera,
        "kind": fault.kind,
        "from": round(fault.start, 3),
        "to": round(fault.end, 3),
        "expected": reaction.mode,
        "reaction": _rounded(reaction.delay),
        "expected_afterwards": reaction.return_mode,
        "return": _rounded(reaction.return_delay),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
