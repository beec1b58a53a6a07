"""One recording evaluated: as it is, with faults, or both."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.evaluation.judging.truth_folder import TruthFolder
from csk_ros.evaluation.offline.offline_run import OfflineRun
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.passage import Passage
from csk_ros.inference.model_settings import ModelSettings
from csk_ros.inference.segmenter import Segmenter
from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.parameters_file import ParametersError
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.progress_bars import counted
from csk_ros.recording.bag import BagRecording
from csk_ros.recording.faults import FaultScript
from csk_ros.recording.recording import RecordingError
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.parameters.parameter_spec import Value

AS_RECORDED, WITH_FAULTS = "as recorded", "with faults"


@dataclass(frozen=True)
class Assignment:
    """What to evaluate, and how."""

    bag: Path
    rgb_topic: str | None = None
    """None: chosen by its name, as the others."""
    thermal_topic: str | None = None
    ground_truth: str | None = None
    """A folder, see TruthFolder, or a topic."""
    script: FaultScript | None = None
    compare: bool = False
    """Without the faults, too."""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """Those that differ from the defaults."""
    inference_time: float = 0.0
    """Seconds that the network takes for an output on the robot."""
    model: Path | None = None
    """None: the one of the parameters."""
    threads: int | None = None

    @property
    def values(self) -> ParameterValues:
        """All parameters."""
        return ParameterValues(SEGMENTATION_PARAMETERS, self.parameters)

    @property
    def checkpoint(self) -> Path:
        """The model's file."""
        return self.model or Path(self.values.text("model.path") or share_file(SHIPPED_MODEL))


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
        rgb_topic=assignment.rgb_topic,
        thermal_topic=assignment.thermal_topic,
        labels_topic=None if truth is not None else assignment.ground_truth,
    )
    values, model = assignment.values, assignment.checkpoint
    threads = values.whole("model.threads") or None if assignment.threads is None else assignment.threads
    settings = ModelSettings(model, values.text("model.runtime"), values.text("model.device"), threads)
    segmenter = _load(settings)
    scripts = [None, assignment.script] if assignment.compare else [assignment.script]
    passages = [_play(assignment, recording, segmenter, truth, script) for script in scripts]
    head: Figures = {
        "recording": str(assignment.bag),
        "topics": {
            stream: topic for stream, topic in recording.topics.items() if truth is None or stream != "labels"
        },
        "model": str(model),
        "parameters": dict(assignment.parameters),
        "inference_time": assignment.inference_time,
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
        tell=_tell,
    )


def _tell(text: str) -> None:
    # Above a progress bar, not behind it.
    tqdm.write(f"csk_ros evaluate: {text}", file=sys.stderr)


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
        raise RecordingError(f"expected ground truth in a folder or on a topic (/...), got '{ground_truth}'")
    return TruthFolder(Path(ground_truth))


def _play(
    assignment: Assignment,
    recording: BagRecording,
    segmenter: Segmenter,
    truth: TruthFolder | None,
    script: FaultScript | None,
) -> Passage:
    name = AS_RECORDED if script is None else WITH_FAULTS
    script = script or FaultScript()
    counts = recording.counts
    if truth is not None:
        # Two truths would be one too many: the folder was asked for.
        counts.pop("labels", None)
    album = MomentAlbum(segmenter.label_set)
    run = OfflineRun(
        segmenter,
        stream_settings(assignment.values),
        camera_settings(assignment.values),
        tell=_tell,
        truth=truth,
        inference_time=assignment.inference_time,
        agree=truth is None and "labels" not in counts,
        show=album.show,
    )
    wanted = (picture for picture in recording.pictures(run.refuse) if picture.stream in counts)
    pictures = counted(wanted, sum(counts.values()), name, "picture")
    played = run.play(script.apply(pictures))
    for fault in script.faults:
        if fault.start > played.duration:
            _tell(f"nothing of the fault `{fault}`: the recording ends at {played.duration:.1f} s")
    return Passage.of(name, str(assignment.bag), played, script, album)
