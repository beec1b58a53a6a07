"""The figures of a demo, as they go into summary.json."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.mode_span import mode_sequence
from csk_ros.evaluation.report.output_figures import (
    Figures,
    latency_figures,
    longest_gap,
    rate,
    reaction_figures,
    share_answered,
    span_figures,
)
from csk_ros.live.node_counts import NodeCounts
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.output import Output
    from csk_ros.evaluation.judging.reaction import Reaction
    from csk_ros.evaluation.metrics.confusion import Confusion


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
            camera: {
                "frames": len(pictures),
                "rate": rate([record.seconds(picture.time) for picture in pictures], record.duration),
            }
            for camera, pictures in record.inputs.items()
        },
        "outputs": {
            "frames": len(outputs),
            "rate": rate([output.time for output in outputs], record.duration),
            "by_mode": {mode.value: sum(o.mode is mode for o in outputs) for mode in Mode},
            "longest_gap": longest_gap(outputs, record.duration),
        },
        "coverage": _coverage(record, outputs),
        "latency": latency_figures(outputs),
        "mode_sequence": mode_sequence(spans),
        "modes": span_figures(spans),
        "faults": reaction_figures(reacted),
        "ground_truth": _ground_truth(agreement) if record.truth_error is None else {},
    }


def _coverage(record: Record, outputs: Sequence[Output]) -> Figures:
    """How many moments got labels; a moment is the arrival of a thermal frame.

    `own` counts frames that thermal had a part in the output of. `any` also counts those that an output was
    made for within half a period: in rgb mode labels are the rgb camera's, be their stamps the same or not.
    """
    frames = record.inputs["thermal"]
    if not frames:
        return {"thermal_frames": 0, "own": None, "any": None}
    stamps = {output.stamp for output in outputs if output.mode is not Mode.RGB}
    own = sum(frame.stamp in stamps for frame in frames)
    times = [record.seconds(frame.time) for frame in frames]
    return {
        "thermal_frames": len(frames),
        "own": round(own / len(frames), 4),
        "any": share_answered(times, outputs),
    }


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
