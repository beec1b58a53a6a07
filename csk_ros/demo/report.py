"""Turn a record into the files of demo_output."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.demo import video_layout as layout
from csk_ros.demo.outputs import outputs_of, silences_of
from csk_ros.demo.painter import Painter
from csk_ros.demo.preview import Preview
from csk_ros.demo.storyboard import frame_rate, storyboard
from csk_ros.demo.summary import summarise
from csk_ros.demo.timeline import plot_timeline
from csk_ros.demo.video import write_video
from csk_ros.evaluation.judging.mode_span import mode_spans
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.progress_bars import counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.judging.reaction import Reaction
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.labels import LabelSet
    from csk_ros.mode import Mode
    from csk_ros.recording.fault_script import FaultScript

VIDEO, PREVIEW, TIMELINE, SUMMARY = "demo.mp4", "demo.webp", "timeline.png", "summary.json"


@dataclass(frozen=True)
class Report:
    """What came of a demo."""

    figures: Figures
    """As in summary.json."""
    reactions: list[Reaction]


def write_report(
    folder: Path,
    title: str,
    record: Record,
    script: FaultScript,
    agreement: Mapping[Mode, Confusion],
    *,
    label_set: LabelSet,
    allow_rgb: bool,
) -> Report:
    """Write the video, its preview, the plot and the figures into a folder that exists.

    Args:
        folder: files of these names in it are written over.
        title: what was played.
        record: complete.
        script: the faults that were played.
        agreement: what labels and ground truth had in common.
        label_set: what labels mean.
        allow_rgb: the node's `fallback.allow_rgb`.
    """
    outputs = outputs_of(record)
    spans = mode_spans(outputs, silences_of(record), record.duration)
    reacted = reactions(script, spans, allow_rgb=allow_rgb)
    figures = summarise(record, outputs, spans, reacted, agreement, title=title)
    (folder / SUMMARY).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    plot_timeline(folder / TIMELINE, record, outputs, spans, script)
    rate = frame_rate(record)
    scenes = storyboard(record, outputs, spans, rate)
    painter = Painter(script, record.duration, label_set)
    pictures = map(painter.paint, counted(scenes, len(scenes), "writing the video", "picture"))
    preview = Preview(rate)
    write_video(folder / VIDEO, preview.watch(pictures), (layout.WIDTH, layout.HEIGHT), rate)
    preview.write(folder / PREVIEW)
    return Report(figures, reacted)
