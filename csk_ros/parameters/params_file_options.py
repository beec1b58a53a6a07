"""The options of commands that read a robot's params files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError

if TYPE_CHECKING:
    import argparse


def add_params_file_options(parser: argparse.ArgumentParser) -> None:
    """Declare --params-file and --namespace."""
    parser.add_argument(
        "--params-file",
        type=Path,
        action="append",
        metavar="FILE",
        help="parameters, read as by the node; of several files the later count",
    )
    parser.add_argument(
        "--namespace",
        metavar="NAME",
        help="of the robot's node, such as /robot1: which blocks of --params-file are meant; default: /",
    )


def namespace_of(args: argparse.Namespace) -> str:
    """The namespace that was given, or the root.

    Raises:
        CommandError: it was given without a params file, in which alone it has a meaning.
    """
    if args.namespace is not None and args.params_file is None:
        raise CommandError("--namespace says which blocks of --params-file are meant; give one")
    return args.namespace or ""
