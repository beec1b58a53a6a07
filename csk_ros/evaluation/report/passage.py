"""One pass of a recording, complete with all that is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.mode_span import mode_spans
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.evaluation.judging.truth_count import truth_doubts
from csk_ros.evaluation.report.run_figures import run_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.reaction import Reaction
    from csk_ros.evaluation.judging.run import Run
    from csk_ros.evaluation.pictures.moment_album import MomentAlbum
    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.recording.fault_script import FaultScript


@dataclass(frozen=True, eq=False)
class Passage:
    """What one pass of a recording brought."""

    name: str
    """Of the pass, such as "as recorded" or "with faults"."""
    title: str
    """Of the recording."""
    run: Run
    script: FaultScript
    """The faults that were played."""
    spans: Sequence[ModeSpan]
    reacted: Sequence[Reaction]
    figures: Figures
    """Of `run_figures`."""
    album: MomentAlbum

    @property
    def doubts(self) -> list[str]:
        """What of the ground truth was not used, and which outputs have no accuracy for it, for warnings."""
        truth = self.figures["ground_truth"]
        if truth is None:
            return []
        if truth["complaint"] is not None:
            return [truth["complaint"]]
        return truth_doubts(self.run.truth, truth["not_compared"])

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        run: Run,
        script: FaultScript,
        album: MomentAlbum,
        *,
        allow_rgb: bool = True,
    ) -> Self:
        """Work out what follows from a complete run; `allow_rgb` is the node's `fallback.allow_rgb`."""
        # That nothing can be published once the recording is over is no news.
        silences = [silence for silence in run.silences if silence.time <= run.duration]
        spans = mode_spans(run.outputs, silences, run.duration)
        reacted = reactions(script, spans, allow_rgb=allow_rgb)
        return cls(name, title, run, script, spans, reacted, run_figures(run, spans, reacted), album)
