"""`python -m csk_ros soak`: the real node for a long time, while its cameras fail over and over."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.inference.checkpoint import CheckpointError, load_checkpoint
from csk_ros.live.node_process import NodeDiedError, NodeProcess, NotReadyError
from csk_ros.live.process_sample import PROC, can_sample
from csk_ros.live.ros_environment import private_environment
from csk_ros.live.signals import ended_as_by_ctrl_c
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.soak.fault_round import ROUND, fault_round
from csk_ros.soak.figures import summarise
from csk_ros.soak.progress import SoakProgress
from csk_ros.soak.run import SoakError, SoakRun
from csk_ros.soak.table import as_table
from csk_ros.soak.verdict import failures
from csk_ros.synthetic.held_street import held_street

if TYPE_CHECKING:
    import argparse

    from csk_ros.soak.observation import Observation

SHORTEST = 0.1
"""Minutes; in less hardly a fault has begun."""

SLOWEST, FASTEST = 1.0, 100.0
"""Pairs a second."""

FIGURES, LOG = "soak.json", "node.log"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `soak`."""
    parser.epilog = (
        f"A synthetic street of 640x480 is played again and again with a round of faults, {ROUND:g} s long. "
        "Exit code 1: the node died, frames or labels are not accounted for, or after the warm-up memory, "
        "threads or file handles grew. Latency is from a picture's stamp to the arrival of its labels."
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="length (default: %(default)g)")
    parser.add_argument("--rate", type=float, default=30.0, help="pairs a second (default: %(default)g)")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="checkpoint; default: the one that is shipped"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("soak_output"),
        metavar="DIR",
        help=f"for {FIGURES} and the node's log (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the soak: 0, or 1 when the node broke a rule."""
    if not SHORTEST <= args.minutes < inf:
        raise CommandError(f"--minutes: expected {SHORTEST:g} or more, got {args.minutes:g}")
    if not SLOWEST <= args.rate <= FASTEST:
        raise CommandError(f"--rate: expected {SLOWEST:g} to {FASTEST:g} pairs a second, got {args.rate:g}")
    if not can_sample():
        raise CommandError(
            f"memory, threads and file handles are read from {PROC}, which this system lacks; run it on Linux"
        )
    try:
        with ended_as_by_ctrl_c():
            return _run(args)
    except (CheckpointError, FileNotFoundError) as error:
        raise CommandError(str(error)) from error
    except (NodeDiedError, NotReadyError, SoakError) as error:
        print(f"csk_ros soak: {error}", file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    model = args.model or share_file(SHIPPED_MODEL)
    load_checkpoint(model)
    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"--out: expected a folder, or a place for one; {error}") from error
    observation = _soak(model, args)
    broken = failures(observation)
    figures = summarise(observation, broken, rate=args.rate)
    (args.out / FIGURES).write_text(json.dumps(figures, allow_nan=False) + "\n", encoding="utf-8")
    print(as_table(figures))
    print(f"\n  {args.out}: {FIGURES}, {LOG}")
    for reason in broken:
        print(f"csk_ros soak: {reason}", file=sys.stderr)
    return 1 if broken else 0


def _soak(model: Path, args: argparse.Namespace) -> Observation:
    seconds = args.minutes * 60
    os.environ.update(private_environment(os.environ))
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="csk_ros_soak_"))
        os.environ["ROS_LOG_DIR"] = folder
        # The node loads its model while the street is painted.
        node = stack.enter_context(NodeProcess(model, args.out / LOG))
        recording = held_street(args.rate, ROUND)
        progress = stack.enter_context(SoakProgress(seconds))
        return SoakRun(node, recording, fault_round(), seconds, progress.show).run()
