"""`python -m csk_ros evaluate --live`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.evaluation.judging.judge import Judge
from csk_ros.evaluation.live.live_run import TRUTH_TOPIC, listen
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.passage import Passage
from csk_ros.evaluation.tell import tell
from csk_ros.recording.fault_script import FaultScript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.judging.run import Run
    from csk_ros.labels import LabelSet

LIVE = "live"


def evaluate_live(
    label_set: LabelSet,
    *,
    truth_topic: str | None = None,
    model: str | None = None,
    script: FaultScript | None = None,
    ros_args: Sequence[str] = (),
) -> Passage:
    """Judge the node that is running, see `listen`.

    Args:
        label_set: of its network.
        truth_topic: `ground_truth` if None.
        model: what the node should say that it runs; None if that does not matter.
        script: the faults that whoever plays the recording lays over it, if any.
        ros_args: remaps and the like.
    """
    album = MomentAlbum(label_set)
    judge = Judge(label_set, show=album.show)
    with tqdm(desc="listening", unit=" output", disable=None) as bar:

        def show(run: Run) -> None:
            bar.update(len(run.outputs) - bar.n)

        run = listen(
            judge,
            truth_topic=truth_topic or TRUTH_TOPIC,
            model=model,
            ros_args=ros_args,
            show=show,
            tell=tell,
        )
    return Passage.of(LIVE, "the running node", run, script or FaultScript(), album)
