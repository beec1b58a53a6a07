"""Listen to a running node for as long as its cameras send."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.evaluation.live.evaluator import Evaluator
from csk_ros.evaluation.live.waiting import Waiting
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.evaluation.judging.judge import Judge
    from csk_ros.evaluation.judging.run import Run

TRUTH_TOPIC = "ground_truth"
"""Where `replay` publishes ground truth."""

QUIET = 3.0
"""Seconds without a picture of either camera after which the recording is taken to have ended."""

PATIENCE = 30.0
"""Seconds that a node may be in trouble, for want of a model for instance, before it is given up."""

_POLL = 0.1


def listen(
    judge: Judge,
    *,
    truth_topic: str,
    model: str | None,
    ros_args: Sequence[str],
    show: Callable[[Run], None],
    tell: Callable[[str], object],
) -> Run:
    """Judge the node until the cameras fall silent, or until SIGINT or SIGTERM.

    Args:
        judge: fills the run.
        truth_topic: where ground truth comes, if any does.
        model: see Evaluator.
        ros_args: remaps and the like.
        show: told the run as it stands, some times a second.
        tell: told what is waited for, if nothing can be judged for long.

    Raises:
        RecordingError: no picture has come, or the node does not become active, or runs another model.
        ForeignIdsError: the ground truth is of another label set.
        ImageError: the ground truth, or the labels, are no pictures of class ids.
    """
    rclpy.init(args=["--ros-args", *ros_args])
    evaluator = None
    try:
        evaluator = Evaluator(judge, truth_topic, model)
        executor = SingleThreadedExecutor()
        executor.add_node(evaluator)
        try:
            _spin(executor, evaluator, Waiting(tell), lambda: show(judge.run))
        finally:
            judge.run.counts = evaluator.counts
            executor.shutdown()
            evaluator.destroy_node()
    except (KeyboardInterrupt, ExternalShutdownException):
        # What has come until now is worth a report.
        pass
    except rclpy_implementation.RCLError:
        # A signal takes the context away under whatever is going on.
        if rclpy.ok():
            raise
    finally:
        rclpy.try_shutdown()
    if evaluator is None or not evaluator.is_ready:
        raise RecordingError(_no_node(evaluator))
    if evaluator.newest_input is None:
        raise RecordingError(
            "no picture came on rgb/image_raw or thermal/image_raw; do the cameras, or a replay, run, and "
            "are the topics remapped (--ros-args -r thermal/image_raw:=/lwir/image_raw)?"
        )
    return judge.run


def _spin(
    executor: SingleThreadedExecutor, evaluator: Evaluator, waiting: Waiting, show: Callable[[], None]
) -> None:
    """Hear what comes, to the end of the recording or of our patience with a node in trouble.

    Without trouble the wait has no end: whoever plays the recording may come at any time.
    """
    trouble_since: float | None = None
    while evaluator.newest_input is None or time.monotonic_ns() - evaluator.newest_input < QUIET * 1e9:
        executor.spin_once(timeout_sec=_POLL)
        show()
        waiting.look(time.monotonic(), lack_of(evaluator))
        if evaluator.is_ready or evaluator.trouble is None:
            continue
        trouble_since = trouble_since or time.monotonic()
        if time.monotonic() - trouble_since > PATIENCE:
            return


def lack_of(evaluator: Evaluator) -> str | None:
    """What there has to be before anything can be judged; None once a picture has come."""
    if evaluator.newest_input is not None:
        return None
    if not evaluator.is_ready:
        return _no_node(evaluator)
    topics = [
        f"{topic} (no publisher)" if publishers == 0 else topic
        for topic, publishers in evaluator.camera_publishers.items()
    ]
    return f"no picture has come on {' or '.join(topics)}"


def _no_node(evaluator: Evaluator | None) -> str:
    if evaluator is not None and evaluator.trouble is not None:
        return f"the segmentation node does not become active; it says: {evaluator.trouble}"
    return "no active segmentation node was heard on /diagnostics; start one, in this ROS_DOMAIN_ID"
