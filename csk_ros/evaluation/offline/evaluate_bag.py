"""One recording evaluated: as it is, with faults, or both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.truth_folder import TruthFolder
from csk_ros.evaluation.offline.offline_run import OfflineRun
from csk_ros.evaluation.offline.unused_pictures import unused_pictures, unused_text
from csk_ros.evaluation.offline.warning_list import WarningList
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.passage import Passage
from csk_ros.evaluation.tell import tell
from csk_ros.inference.segmenter import Segmenter
from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.given_value import ParametersError
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.progress_bars import counted
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.evaluation.offline.assignment import Assignment
    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.inference.model_settings import ModelSettings
    from csk_ros.parameters.parameter_values import ParameterValues

AS_RECORDED, WITH_FAULTS = "as recorded", "with faults"


@dataclass(frozen=True)
class BagEvaluation:
    """What came of an assignment."""

    head: Figures
    """What was evaluated, for the report."""
    passages: list[Passage]
    segmenter: Segmenter


def evaluate_bag(assignment: Assignment) -> BagEvaluation:
    """Play a recording to its end, once or twice, with progress bars.

    Raises:
        CheckpointError: the model cannot be used.
        RecordingError: the recording or the folder of ground truth cannot be used, or has no camera.
        ForeignIdsError: the ground truth is of another label set than the network.
        ValueError: parameters that contradict each other, or a calibration file that cannot be used.
    """
    _check_calibrations(assignment.values)
    truth = _truth_folder(assignment.ground_truth)
    recording = BagRecording(
        assignment.bag,
        tell,
        rgb_topic=assignment.rgb_topic,
        thermal_topic=assignment.thermal_topic,
        labels_topic=None if truth is not None else assignment.ground_truth,
    )
    if truth is not None:
        # Two truths would be one too many: the folder was asked for.
        recording.leave_out("labels")
    segmenter = _load(assignment.model_settings)
    scripts = [None, assignment.script] if assignment.compare else [assignment.script]
    warnings = WarningList(recording.warnings)
    for doubt in recording.doubts:
        warnings.warn(doubt)
    has_truth = truth is not None or "labels" in recording.topics
    if not has_truth and (unused := unused_pictures(recording)):
        warnings.warn(unused_text(unused))
    passages = [
        _play(assignment, recording, segmenter, truth, script, warn=warnings.warn) for script in scripts
    ]
    head: Figures = {
        "recording": str(assignment.bag),
        "topics": dict(recording.topics),
        "model": str(assignment.checkpoint),
        "parameters": dict(assignment.parameters),
        "inference_time": assignment.inference_time,
        "warnings": warnings.texts,
    }
    return BagEvaluation(head, passages, segmenter)


@lru_cache(maxsize=1)
def _load(settings: ModelSettings) -> Segmenter:
    """Load a checkpoint; a sweep uses the same one again and again."""
    return Segmenter.load(
        settings.path,
        settings.device,
        runtime=settings.runtime,
        threads=settings.threads,
        tell=tell,
    )


def _check_calibrations(values: ParameterValues) -> None:
    if values.text("registration.mode") != "cameras":
        return
    for name in ("registration.rgb_calibration", "registration.thermal_calibration"):
        if not values.text(name):
            raise ParametersError(
                f"registration.mode is cameras: expected a file in {name}, as calibrations are read from "
                "files alone where there is no ROS; it is empty"
            )


def _truth_folder(ground_truth: str | None) -> TruthFolder | None:
    if ground_truth is None or (ground_truth.startswith("/") and not Path(ground_truth).is_dir()):
        return None
    if not Path(ground_truth).is_dir():
        raise RecordingError(
            f"expected ground truth in a folder or on a topic (/...), got '{ground_truth}', which is "
            f"no folder; for the topic: --ground-truth /{ground_truth}"
        )
    return TruthFolder(Path(ground_truth))


def _play(
    assignment: Assignment,
    recording: BagRecording,
    segmenter: Segmenter,
    truth: TruthFolder | None,
    script: FaultScript | None,
    *,
    warn: Callable[[str], object],
) -> Passage:
    name = AS_RECORDED if script is None else WITH_FAULTS
    script = script or FaultScript()
    counts = recording.counts
    album = MomentAlbum(segmenter.label_set)
    run = OfflineRun(
        segmenter,
        stream_settings(assignment.values),
        camera_settings(assignment.values),
        tell=warn,
        truth=truth,
        inference_time=assignment.inference_time,
        agree=truth is None and "labels" not in counts,
        show=album.show,
    )
    pictures = counted(
        run.watch(recording.pictures(run.refuse, warn)),
        sum(counts.values()),
        assignment.name or name,
        "picture",
    )
    played = run.play(script.apply(pictures))
    for fault in script.faults:
        if fault.start > played.duration:
            warn(f"nothing of the fault `{fault}`: the recording ends at {played.duration:.1f} s")
    passage = Passage.of(
        name,
        str(assignment.bag),
        played,
        script,
        album,
        allow_rgb=assignment.values.flag("fallback.allow_rgb"),
    )
    for doubt in passage.doubts:
        warn(doubt)
    return passage
