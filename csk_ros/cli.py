"""`python -m csk_ros <command>`: one module a command, imported only when it is called."""

from __future__ import annotations

import argparse
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from csk_ros import __version__
from csk_ros.command_error import CommandError
from csk_ros.programs import ctrl_c_ends_at_once, missing_package

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work; the return value is the exit code."""


INTERRUPTED = 130
"""Exit code after Ctrl-C, by the custom of shells: 128 and the signal's number."""

_INTERRUPTION = "csk_ros: interrupted"

COMMANDS: dict[str, tuple[str, str]] = {
    "replay": (
        "csk_ros.replay.command",
        "publish a recording on real topics, with scripted faults",
    ),
    "demo": ("csk_ros.demo.command", "node, replay with faults and a report, in one command"),
    "soak": ("csk_ros.soak.command", "run the real node for a long time with faults; watch what it holds"),
    "synthesize": ("csk_ros.synthetic.command", "write a synthetic rgb-thermal recording"),
    "make-bag": (
        "csk_ros.datasets.make_bag_command",
        "turn labelled pictures into a recording with ground truth",
    ),
    "check-data": (
        "csk_ros.training.check_data_command",
        "say what an experiment's data sets hold, and what is wrong with them",
    ),
    "train": ("csk_ros.training.train_command", "train CSK-Net and write a checkpoint"),
    "evaluate": (
        "csk_ros.evaluation.evaluate_command",
        "say how good a recording's labels are, and what if a camera had failed",
    ),
    "score": ("csk_ros.evaluation.score.score_command", "score a model on labelled pictures, mode by mode"),
    "degrade": (
        "csk_ros.evaluation.degradation.command",
        "measure from where on a worse rgb picture does harm, against the node's limits",
    ),
    "benchmark": (
        "csk_ros.benchmark.command",
        "measure what a frame costs, stage by stage, runtime by runtime",
    ),
    "ablate": ("csk_ros.training.ablate_command", "train an experiment's variants and compare them"),
    "export": (
        "csk_ros.inference.export.export_command",
        "write a model for ONNX Runtime or OpenVINO, checked against torch",
    ),
    "campaign": (
        "csk_ros.campaign.command",
        "check pairing and fallback on thousands of random fault scripts",
    ),
    "sync-check": ("csk_ros.sync_check.command", "measure how far apart the cameras' clocks are"),
    "register": ("csk_ros.register.command", "find the homography that brings rgb onto the thermal grid"),
    "fuzz": ("csk_ros.fuzzing.command", "send arbitrary image messages through what lets them in"),
    "parameters": (
        "csk_ros.parameters.parameters_command",
        "print the node's parameters as YAML or Markdown",
    ),
}


def program() -> int:
    """Run the command of this process's arguments, see `main`."""
    code = main()
    if code == INTERRUPTED:
        # A second Ctrl-C would find libraries at their own end, and make tracebacks of it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `python -m csk_ros` and return its exit code."""
    try:
        return _run(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt:
        print(_INTERRUPTION, file=sys.stderr)
        return INTERRUPTED
    except ModuleNotFoundError as error:
        print(missing_package(error), file=sys.stderr)
        return 2


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m csk_ros",
        description="RGB-thermal semantic segmentation for ROS 2.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (module, help_line) in COMMANDS.items():
        command_parser = commands.add_parser(name, help=help_line, description=help_line)
        # Only the command that was named is imported: `replay` must not wait for torch.
        if name in arguments[:1]:
            with ctrl_c_ends_at_once(INTERRUPTED, f"{_INTERRUPTION}\n"):
                command = cast("Command", import_module(module))
            command.add_arguments(command_parser)
            command_parser.set_defaults(run=command.run)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except CommandError as error:
        print(f"csk_ros {args.command}: {error}", file=sys.stderr)
        return 2
