"""`python -m csk_ros evaluate`: how good the labels are, and what if a camera had failed."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.evaluation.metrics.confusion import ForeignIdsError
from csk_ros.evaluation.offline.assignment import Assignment
from csk_ros.evaluation.offline.evaluate_bag import evaluate_bag
from csk_ros.evaluation.offline.evaluate_sweep import SWEEP, evaluate_sweep
from csk_ros.evaluation.offline.sweep import bags_in, parse_sweeps
from csk_ros.evaluation.offline.sweep_table import sweep_table
from csk_ros.evaluation.report.evaluation_table import as_table
from csk_ros.evaluation.report.report import FIGURES, FRAMES, PAGE, write_report
from csk_ros.evaluation.tell import tell
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.messages.image_error import ImageError
from csk_ros.parameters.parameters_file import read_parameters
from csk_ros.parameters.params_file_options import add_params_file_options, namespace_of
from csk_ros.recording.fault_script import FaultScript
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.labels import LabelSet
    from csk_ros.parameters.parameter_spec import Value

NO_ACCURACY = 1
"""Exit code where there is ground truth, and nothing could be compared with it: the report is written."""

OF_BAGS = (
    "rgb_topic",
    "thermal_topic",
    "compare",
    "params_file",
    "namespace",
    "inference_time",
    "threads",
    "sweep",
)
"""Options that a running node does not take: its cameras are remapped, its parameters are its own."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `evaluate`."""
    parser.epilog = (
        "The pictures of a bag go through the node's own pairing, health checks, fallback and network in "
        "simulated time: the same input gives the same report. A file of faults holds 'faults: [{rgb: drop, "
        "from: 5.0, to: 8.0}, ...]', in seconds from the first picture; `replay --help` lists them. "
        "With --live nothing is played: the running node is judged until its cameras fall silent; topics are "
        "remapped behind --ros-args."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--bag", type=Path, metavar="PATH", help="a rosbag2, or a folder of them")
    source.add_argument("--live", action="store_true", help="the node that is running")
    for camera in ("rgb", "thermal"):
        parser.add_argument(f"--{camera}-topic", metavar="TOPIC", help="of --bag, if its name does not tell")
    parser.add_argument(
        "--ground-truth",
        metavar="DIR|TOPIC",
        help="a topic of class ids as mono8, if its name does not tell; or a folder of such pictures, each "
        "named by the stamp of its thermal picture. Without any, thermal's answers are held against the "
        "fused ones",
    )
    parser.add_argument("--faults", type=Path, metavar="FILE", help="YAML: what fails when, see below")
    parser.add_argument(
        "--compare", action="store_true", default=None, help="without the faults, too, side by side"
    )
    add_params_file_options(parser)
    parser.add_argument(
        "--inference-time",
        type=float,
        metavar="SECONDS",
        help="what the network takes for an output on the robot: frames that come meanwhile are superseded; "
        "0 if not said: none are",
    )
    parser.add_argument(
        "--sweep",
        action="append",
        metavar="NAME=V1,V2",
        help="evaluate with each value of a parameter, of several in all combinations: a table instead of a "
        "page. What has been evaluated already is not evaluated again",
    )
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="checkpoint, with --live the one that the node runs; default: the one that is shipped",
    )
    parser.add_argument("--threads", type=int, metavar="N", help="CPU threads; all cores by default")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=f"gets {PAGE}, {FIGURES} and {FRAMES}"
    )
    parser.add_argument("--ros-args", nargs=argparse.REMAINDER, help="of --live, for ROS; must come last")


def run(args: argparse.Namespace) -> int:
    """Evaluate, print a table and write the report."""
    _check(args)
    try:
        script = None if args.faults is None else FaultScript.load(args.faults)
        if args.live:
            return _run_live(args, script)
        assignment = _assignment(args, script)
        bags, sweeps = bags_in(args.bag), parse_sweeps(args.sweep or ())
        if args.compare and len(bags) > 1:
            raise CommandError(
                f"--compare shows one recording, {args.bag} holds {len(bags)}; name one of them"
            )
        if sweeps or len(bags) > 1:
            return _run_sweep(args, assignment, bags, sweeps)
        evaluation = evaluate_bag(replace(assignment, bag=bags[0]))
        return _report(args.out, evaluation.head, evaluation.passages, evaluation.segmenter.label_set)
    except (ForeignIdsError, ImageError, OSError, ValueError) as error:
        raise CommandError(str(error)) from error


def _check(args: argparse.Namespace) -> None:
    if args.live:
        for name in OF_BAGS:
            if getattr(args, name) is not None:
                option = f"--{name.replace('_', '-')}"
                raise CommandError(f"{option} belongs to --bag, it has no meaning with --live")
    elif args.ros_args is not None:
        raise CommandError("--ros-args belong to --live; a bag is evaluated without ROS")
    if args.compare and args.faults is None:
        raise CommandError("--compare: expected --faults FILE to compare the recording with, got none")
    if args.compare and args.sweep:
        raise CommandError("--compare and --sweep exclude each other: a sweep shows one pass of each case")
    if args.inference_time is not None and not 0 <= args.inference_time < math.inf:
        raise CommandError(f"--inference-time: expected 0 or more seconds, got {args.inference_time:g}")
    if args.out.exists() and not args.out.is_dir():
        raise CommandError(f"--out: expected a folder, or a place for one, got the file {args.out}")


def _assignment(args: argparse.Namespace, script: FaultScript | None) -> Assignment:
    return Assignment(
        args.bag,
        rgb_topic=args.rgb_topic,
        thermal_topic=args.thermal_topic,
        ground_truth=args.ground_truth,
        script=script,
        compare=bool(args.compare),
        parameters=read_parameters(*args.params_file or (), namespace=namespace_of(args), warn=tell),
        inference_time=args.inference_time or 0.0,
        model=args.model,
        threads=args.threads,
    )


def _run_live(args: argparse.Namespace, script: FaultScript | None) -> int:
    from csk_ros.evaluation.live.evaluate_live import evaluate_live  # noqa: PLC0415 - a bag needs no ROS

    model = args.model or share_file(SHIPPED_MODEL)
    _, metadata = load_checkpoint(model)
    passage = evaluate_live(
        metadata.label_set,
        truth_topic=args.ground_truth,
        model=SHIPPED_MODEL if args.model is None else None,
        script=script,
        ros_args=args.ros_args or (),
    )
    for doubt in passage.doubts:
        tell(doubt)
    head: Figures = {"recording": None, "model": str(model), "warnings": passage.doubts}
    return _report(args.out, head, [passage], metadata.label_set)


def _run_sweep(
    args: argparse.Namespace,
    assignment: Assignment,
    bags: Sequence[Path],
    sweeps: Mapping[str, Sequence[Value]],
) -> int:
    results = evaluate_sweep(assignment, bags, sweeps, args.out)
    print(sweep_table(results))
    print(f"\n  {args.out}: {SWEEP}")
    return NO_ACCURACY if any(_lacks_accuracy(figures) for _, figures in results) else 0


def _report(folder: Path, head: Figures, passages: Sequence[Passage], label_set: LabelSet) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    write_report(folder, head, passages, label_set)
    print(as_table(passages, head.get("inference_time")))
    print(f"\n  {folder}: {PAGE}, {FIGURES}, {FRAMES}")
    return NO_ACCURACY if any(_lacks_accuracy(passage.figures) for passage in passages) else 0


def _lacks_accuracy(figures: Figures) -> bool:
    """Whether there was ground truth, and none of it was of use."""
    truth = figures["ground_truth"]
    return truth is not None and truth["complaint"] is not None
