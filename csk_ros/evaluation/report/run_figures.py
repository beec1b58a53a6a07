"""The figures of an evaluation, as they go into report.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.mode_span import mode_sequence
from csk_ros.evaluation.judging.truth_count import truth_complaint
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.metrics.rounded import rounded, rounded_share
from csk_ros.evaluation.report.output_figures import (
    Figures,
    jitter_figures,
    latency_figures,
    longest_gap,
    percentiles,
    rate,
    reaction_figures,
    share_answered,
    span_figures,
)
from csk_ros.mode import NO_MODE, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.reaction import Reaction
    from csk_ros.evaluation.judging.run import Run


def run_figures(run: Run, spans: Sequence[ModeSpan], reacted: Sequence[Reaction]) -> Figures:
    """Put all figures together; null is what there is nothing to tell of.

    Args:
        run: complete.
        spans: its modes.
        reacted: to the faults that were played.
    """
    outputs = run.outputs
    own = sum(output.mode is not Mode.RGB for output in outputs)
    return {
        "seconds": round(run.duration, 3),
        "inputs": {
            camera: {"frames": len(times), "rate": rate(times, run.duration)}
            for camera, times in run.inputs.items()
        },
        "outputs": {
            "frames": len(outputs),
            "rate": rate([output.time for output in outputs], run.duration),
            "by_mode": {mode.value: sum(output.mode is mode for output in outputs) for mode in Mode},
            "by_lighting": {
                light.value: sum(output.lighting is light for output in outputs) for light in Lighting
            },
            "longest_gap": longest_gap(outputs, run.duration),
        },
        "coverage": {
            "thermal_frames": len(run.inputs["thermal"]),
            "own": own,
            "missed": len(run.inputs["thermal"]) - own,
            "answered": share_answered(run.inputs["thermal"], outputs),
        },
        "dropped": _dropped(run),
        "latency": latency_figures(outputs),
        "jitter": jitter_figures(outputs),
        "skew": _skew(run),
        "time_in_mode": _time_in_mode(spans),
        "mode_sequence": mode_sequence(spans),
        "modes": span_figures(spans),
        "faults": reaction_figures(reacted),
        "ground_truth": _ground_truth(run),
        "agreement": _agreement(run),
    }


def _dropped(run: Run) -> Figures:
    """Frames without an output, by camera and reason."""
    dropped: dict[str, dict[str, int]] = {"rgb": {}, "thermal": {}}
    for (stream, reason), count in sorted(run.counts.dropped.items()):
        dropped[stream][reason] = count
    return dropped


def _skew(run: Run) -> Figures | None:
    """How far the stamps of fused pairs lie apart, in milliseconds; rgb behind thermal is positive."""
    skews = [output.skew * 1e3 for output in run.outputs if output.skew is not None]
    return percentiles(skews, min=0, p50=50, max=100)


def _time_in_mode(spans: Sequence[ModeSpan]) -> Figures:
    modes = (*(mode.value for mode in Mode), NO_MODE)
    return {
        mode: round(sum(span.end - span.start for span in spans if span.mode == mode), 3) for mode in modes
    }


def _ground_truth(run: Run) -> Figures | None:
    """How well labels agree with the ground truth: over all outputs, and by mode and lighting."""
    if not run.truth.stamps:
        return None
    accuracy = run.accuracy
    lost = [output for output in run.outputs if output not in accuracy.frames]
    return {
        "pictures": len(run.truth.stamps),
        "matched": run.truth.matched,
        "nearest": rounded(run.truth.nearest, 9),
        "compared": len(accuracy.frames),
        "not_compared": run.truth.reasons(lost),
        "shares_frame": run.truth.shares_frame,
        "complaint": truth_complaint(run.truth, len(accuracy.frames)),
        "classes": list(accuracy.label_set.classes),
        "all": accuracy.figures(),
        "modes": {
            mode.value: {"all": accuracy.figures([mode])}
            | {light.value: accuracy.figures([mode], [light]) for light in Lighting}
            for mode in Mode
        },
    }


def _agreement(run: Run) -> Figures | None:
    """How far thermal alone would have answered as both cameras did, the fused answer taken for the truth."""
    if run.agreement is None:
        return None
    return {
        "pictures": run.agreement.pictures,
        "pixels": rounded_share(run.agreement.pixel_accuracy),
        "miou": rounded(run.agreement.miou),
        "iou": {name: rounded(iou) for name, iou in run.agreement.iou.items()},
    }
