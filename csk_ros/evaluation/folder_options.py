"""The options of `score` and `degrade`: folders of labelled pictures, and the network that labels them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.inference.model_settings import RUNTIMES, TORCH

if TYPE_CHECKING:
    import argparse

    from csk_ros.datasets.sample import OpenedSource


def add_folder_options(parser: argparse.ArgumentParser, *, rgb_help: str, rgb_required: bool) -> None:
    """Declare --rgb, --thermal and --labels.

    Args:
        parser: of the command.
        rgb_help: what to say of --rgb.
        rgb_required: whether the command can do nothing without it.
    """
    parser.add_argument("--rgb", type=Path, required=rgb_required, metavar="DIR", help=rgb_help)
    parser.add_argument(
        "--thermal",
        type=Path,
        required=True,
        metavar="DIR",
        help="thermal pictures of 8 or 16 bits, or float TIFF",
    )
    parser.add_argument(
        "--labels",
        type=Path,
        required=True,
        metavar="DIR",
        help="8-bit pictures of the model's class ids; 255 is not labelled and does not count",
    )


def add_network_options(parser: argparse.ArgumentParser) -> None:
    """Declare --model, --runtime, --device and --threads."""
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="checkpoint; default: the one that is shipped"
    )
    parser.add_argument(
        "--runtime",
        default=TORCH,
        choices=RUNTIMES,
        help="what executes the network; torch, which the others are measured by, is the default",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:<number>")
    parser.add_argument("--threads", type=int, metavar="N", help="CPU threads; all cores by default")


def tell_problems(command: str, samples: OpenedSource) -> None:
    """Say on stderr which images are no part of the figures, for want of labels for instance."""
    for problem in samples.problems:
        print(f"csk_ros {command}: {problem.text}: not scored", file=sys.stderr)
