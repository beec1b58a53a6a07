"""`python -m csk_ros demo`: the real node on a recording while its cameras fail, and a report of it."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.demo import source
from csk_ros.demo.demo_run import DemoError, DemoRun
from csk_ros.demo.node_parameters import MODEL, robot_parameters, write_parameters
from csk_ros.demo.node_warnings import UNFORMED, node_warnings
from csk_ros.demo.progress import ProgressBar
from csk_ros.demo.report import PREVIEW, SUMMARY, TIMELINE, VIDEO, write_report
from csk_ros.demo.stretched_faults import stretch
from csk_ros.demo.summary_table import as_table
from csk_ros.evaluation.metrics.confusion import confusion_by_mode
from csk_ros.inference.checkpoint import CheckpointError, load_checkpoint
from csk_ros.live.node_process import NodeDiedError, NodeProcess, NotReadyError
from csk_ros.live.ros_environment import private_environment
from csk_ros.live.signals import ended_as_by_ctrl_c
from csk_ros.mode import Mode
from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.given_value import ParametersError
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.params_file_options import add_params_file_options, namespace_of
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recording import RecordingError
from csk_ros.replay.topic_options import add_topic_options, topics_of
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from csk_ros.evaluation.judging.reaction import Reaction
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.parameters.parameter_spec import Value
    from csk_ros.recording.recording import Recording

FAULTS = "config/demo_faults.yaml"

SHORTEST, DEFAULT, LONGEST = 12.0, 24.0, 60.0
"""Seconds; in less, the faults come too fast to be told apart."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `demo`."""
    recording = parser.add_mutually_exclusive_group()
    recording.add_argument("--bag", type=Path, metavar="PATH", help="play this rosbag2")
    recording.add_argument(
        "--pairs",
        type=Path,
        nargs=2,
        metavar=("RGB_DIR", "THERMAL_DIR"),
        help="play two folders of pictures with the same names; a synthetic street if neither is given",
    )
    parser.add_argument(
        "--rate",
        type=float,
        metavar="HZ",
        help=f"of --pairs; default: each pair once, at {source.SLOWEST:g} to {source.FASTEST:g}",
    )
    add_topic_options(parser)
    parser.add_argument(
        "--out", type=Path, default=Path("demo_output"), metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=DEFAULT,
        help=f"length, {SHORTEST:g} to {LONGEST:g} (default: %(default)g)",
    )
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="checkpoint; default: the one that is shipped"
    )
    add_params_file_options(parser)


def run(args: argparse.Namespace) -> int:
    """Run the demo: 0, or 1 when it did not show what it should."""
    if not SHORTEST <= args.seconds <= LONGEST:
        raise CommandError(f"--seconds: expected {SHORTEST:g} to {LONGEST:g}, got {args.seconds:g}")
    try:
        # The node and temporary files must not outlive the demo.
        with ended_as_by_ctrl_c():
            return _run(args)
    except (CheckpointError, FileNotFoundError, ParametersError, RecordingError) as error:
        raise CommandError(str(error)) from error
    except (DemoError, NodeDiedError, NotReadyError) as error:
        print(f"csk_ros demo: {error}", file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    parameters = _robot_parameters(args)
    model = _model(args, parameters)
    _, metadata = load_checkpoint(model)
    script = stretch(FaultScript.load(share_file(FAULTS)), args.seconds)
    given = _given_recording(args)
    values = ParameterValues(SEGMENTATION_PARAMETERS, parameters)
    agreement = confusion_by_mode(metadata.label_set)
    try:
        registration = camera_settings(values).registration
    except ValueError as error:
        raise CommandError(f"--params-file: {error}") from error
    if not registration.shares_frame:
        # Ground truth lies in the thermal image, labels of mode rgb in the rgb image.
        del agreement[Mode.RGB]
    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"--out: expected a folder, or a place for one; {error}") from error
    os.environ.update(private_environment(os.environ))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="csk_ros_demo_")))
        os.environ["ROS_LOG_DIR"] = str(folder / "ros_log")
        for name in UNFORMED:
            os.environ.pop(name, None)
        params_file = write_parameters(folder / "params.yaml", parameters) if parameters else None
        # The node loads its model while the street is painted.
        node = stack.enter_context(NodeProcess(model, args.out / "node.log", params_file=params_file))
        recording = given or source.synthetic(folder, args.seconds)
        bar = stack.enter_context(ProgressBar(args.seconds))
        record = DemoRun(node, recording, script, agreement, bar.show).run()
    report = write_report(
        args.out,
        _title(args),
        record,
        script,
        agreement,
        label_set=metadata.label_set,
        allow_rgb=values.flag("fallback.allow_rgb"),
    )
    print(as_table(report.figures))
    if warnings := node_warnings(record.node_log):
        print("\n  the node warned", *warnings, sep="\n  ")
    for text in _missing_scores(record.truth_error, recording, agreement):
        print(f"csk_ros demo: {text}", file=sys.stderr)
    print(f"\n  {args.out}: {VIDEO}, {PREVIEW}, {TIMELINE}, {SUMMARY}, node.log")
    return _verdict(report.reactions)


def _robot_parameters(args: argparse.Namespace) -> dict[str, Value]:
    namespace = namespace_of(args)
    if args.params_file is None:
        return {}
    return robot_parameters(
        args.params_file, namespace, lambda text: print(f"csk_ros demo: {text}", file=sys.stderr)
    )


def _model(args: argparse.Namespace, parameters: dict[str, Value]) -> Path:
    """The checkpoint that was named, by whichever way.

    Raises:
        CommandError: it was named in two ways.
    """
    path = str(parameters.get(MODEL, ""))
    if path and args.model is not None:
        raise CommandError(f"--model: --params-file sets {MODEL} to {path}; leave one of them out")
    return args.model or (Path(path) if path else share_file(SHIPPED_MODEL))


def _given_recording(args: argparse.Namespace) -> Recording | None:
    topics = topics_of(args)
    if args.rate is not None and args.pairs is None:
        raise CommandError("--rate belongs to --pairs; a bag and the synthetic street have their own times")
    if args.bag is not None:
        return source.bag(args.bag, args.seconds, **topics)
    if args.pairs is not None:
        rgb_dir, thermal_dir = args.pairs
        try:
            return source.pairs(rgb_dir, thermal_dir, args.seconds, args.rate)
        except ValueError as error:
            raise CommandError(str(error)) from error
    return None


def _title(args: argparse.Namespace) -> str:
    """What is played, in words."""
    if args.bag is not None:
        return str(args.bag)
    return "a synthetic street" if args.pairs is None else " and ".join(map(str, args.pairs))


def _missing_scores(
    truth_error: str | None, recording: Recording, agreement: Mapping[Mode, Confusion]
) -> Iterator[str]:
    """Why there is no mIoU, of a recording with ground truth."""
    truths = recording.counts.get("labels", 0)
    if truth_error is not None:
        yield f"no mIoU: {truth_error}"
    elif truths and not any(confusion.pictures for confusion in agreement.values()):
        yield f"no mIoU: none of the {truths} images of ground truth has the stamp and the size of any labels"
    elif truths and Mode.RGB not in agreement:
        yield (
            "no mIoU of mode rgb: its labels lie in the rgb image, the ground truth in the thermal image, "
            "and only registration.mode none says that both have one pixel frame"
        )


def _verdict(reacted: list[Reaction]) -> int:
    """Complain about every fault that the node did not answer."""
    for reaction in reacted:
        for mode, delay, when in (
            (reaction.mode, reaction.delay, "during"),
            (reaction.return_mode, reaction.return_delay, "after"),
        ):
            if delay is None:
                print(
                    f"csk_ros demo: expected mode {mode} {when} {reaction.fault}, it never came",
                    file=sys.stderr,
                )
    return 0 if all(reaction.complete for reaction in reacted) else 1
