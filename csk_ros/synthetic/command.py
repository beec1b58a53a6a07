"""`python -m csk_ros synthesize`: write a synthetic recording as a rosbag2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.command_error import CommandError
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recording import RecordingError
from csk_ros.synthetic.recording import SyntheticRecording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own options."""
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the bag's folder; it must not exist"
    )
    parser.add_argument("--seed", type=int, default=1, help="which street (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help="length (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=10.0, help="moments a second (default: %(default)s)")
    parser.add_argument(
        "--daylight",
        type=float,
        nargs="+",
        default=[1.0],
        metavar="LIGHT",
        help="0 night, 0.3 dusk, 1 noon; two values: from the first at the start to the second at the end",
    )


def run(args: argparse.Namespace) -> int:
    """Make the recording and write it, with a progress bar."""
    daylight = _daylight(args.daylight, args.seconds)
    try:
        recording = SyntheticRecording(args.seed, duration=args.seconds, rate=args.rate, daylight=daylight)
    except ValueError as error:
        raise CommandError(str(error)) from error
    try:
        with (
            BagWriter(args.out) as writer,
            tqdm(total=recording.frames, unit="frame", disable=None) as progress,
        ):
            for picture in recording:
                writer.write(picture)
                progress.update(picture.stream == "labels")
    except RecordingError as error:
        raise CommandError(str(error)) from error
    print(f"{args.out}: {recording.frames} moments, {recording.duration:g} s")
    return 0


def _daylight(values: list[float], seconds: float) -> Callable[[float], float]:
    """Daylight as a function of time.

    Raises:
        CommandError: not one or two values, or outside 0..1.
    """
    if len(values) > 2 or not all(0 <= value <= 1 for value in values):
        raise CommandError(f"--daylight: expected one or two values of 0..1, got {values}")
    first, last = values[0], values[-1]
    return lambda time: first + (last - first) * min(1.0, time / seconds)
