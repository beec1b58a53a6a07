"""The options of `register`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.pairs_recording import DEFAULT_RATE, PairsRecording
from csk_ros.replay.topic_options import add_topic_options, topics_of

if TYPE_CHECKING:
    import argparse

    from csk_ros.recording.recording import Recording
    from csk_ros.register.homography import Size

FRAMES = 30
"""Moments that are used where nothing else is said."""


def declare_options(parser: argparse.ArgumentParser) -> None:
    """Declare all of them."""
    parser.epilog = (
        "Without --points or --chessboard, the edges that both cameras see are brought together, over many "
        "moments at once; what the robot drives past should be as far away as what is to be labelled. Start "
        "the node with --params-file FILE.yaml. Nothing is written and the exit code is 2 if the result "
        "cannot be trusted."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--bag", type=Path, metavar="PATH", help="a rosbag2")
    source.add_argument(
        "--pairs",
        nargs=2,
        type=Path,
        metavar=("RGB_DIR", "THERMAL_DIR"),
        help="two folders of pictures with the same names",
    )
    add_topic_options(parser)
    parser.add_argument(
        "--rgb-time-offset",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="added to rgb stamps, as rgb.time_offset of the node (default: %(default)g)",
    )
    parser.add_argument(
        "--frames",
        type=int,
        default=FRAMES,
        metavar="N",
        help="moments to use, spread over the recording (default: %(default)s)",
    )
    by = parser.add_mutually_exclusive_group()
    by.add_argument(
        "--points",
        type=Path,
        metavar="FILE",
        help="YAML: [[rgb_x, rgb_y, thermal_x, thermal_y], ...], four or more that were found by hand",
    )
    by.add_argument(
        "--chessboard", metavar="COLSxROWS", help="inner corners of a board that both cameras see"
    )
    by.add_argument(
        "--self-test",
        type=int,
        metavar="N",
        help="warp the rgb pictures by N known homographies, and say how well they are found",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.yaml",
        help="params file; an overlay comes beside it, as FILE.png; required, except with --self-test",
    )


def check_options(args: argparse.Namespace) -> None:
    """Refuse what cannot be done before anything is read.

    Raises:
        CommandError: a number out of range, or no place to write to.
    """
    if args.frames < 1:
        raise CommandError(f"--frames: expected 1 or more, got {args.frames}")
    if args.self_test is not None:
        if args.self_test < 1:
            raise CommandError(f"--self-test: expected 1 warp or more, got {args.self_test}")
        if args.out is not None:
            raise CommandError("--out: a self-test writes nothing")
        return
    if args.out is None:
        raise CommandError("--out: expected a file to write, got none; only --self-test goes without")
    if args.out.suffix not in (".yaml", ".yml"):
        raise CommandError(f"--out: expected a name that ends in .yaml, got {args.out}")
    if args.out.is_dir() or not args.out.absolute().parent.is_dir():
        raise CommandError(f"--out: expected a file in a folder that exists, got {args.out}")


def recording_of(args: argparse.Namespace) -> Recording:
    """Open what was named.

    Raises:
        CommandError: topics without a bag.
        RecordingError: it cannot be read, or lacks a camera.
    """
    topics = topics_of(args)
    if args.pairs is not None:
        return PairsRecording(*args.pairs, rate=DEFAULT_RATE)
    recording = BagRecording(args.bag, **topics)
    recording.require_both_cameras()
    recording.leave_out("labels")
    return recording


def board_of(text: str) -> Size:
    """Columns and rows of a chessboard's inner corners.

    Raises:
        CommandError: the text has no two numbers of 3 or more.
    """
    match = re.fullmatch(r"(\d+)x(\d+)", text)
    if match is None or min(int(match[1]), int(match[2])) < 3:
        raise CommandError(f"--chessboard: expected COLSxROWS of inner corners, such as 8x6, got '{text}'")
    return int(match[1]), int(match[2])
