"""`python -m csk_ros sync-check`: measure the offset between two cameras, and propose parameters for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.file_replacement import replace_file
from csk_ros.progress_bars import counted
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.fault_parsing import FaultScriptError
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recording import RecordingError
from csk_ros.replay.topic_options import add_topic_options, topics_of
from csk_ros.sync_check.clock_difference import clock_trouble, stamp_lines
from csk_ros.sync_check.drift import find_drift
from csk_ros.sync_check.measurement import measure
from csk_ros.sync_check.observation import Observation
from csk_ros.sync_check.proposal import propose
from csk_ros.sync_check.report import (
    agreement_line,
    drift_line,
    measurement_lines,
    proposal_lines,
    skew_lines,
    stream_lines,
)
from csk_ros.sync_check.skew import nearest_skews
from csk_ros.sync_check.stamp_figures import stamp_figures

if TYPE_CHECKING:
    import argparse

LARGEST_RANGE = 1.0
"""Seconds: `rgb.time_offset` takes no more."""

UNTOLD = 1
"""Exit code where the pictures don't tell the offset."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `sync-check`."""
    parser.epilog = (
        "Only motion that both cameras see tells the offset: turn the rig by hand for 20 s. If the pictures "
        f"do not tell it, the exit code is {UNTOLD} and nothing is proposed."
    )
    parser.add_argument("--bag", type=Path, required=True, metavar="PATH", help="a rosbag2")
    add_topic_options(parser)
    parser.add_argument(
        "--range",
        type=float,
        default=0.5,
        metavar="SECONDS",
        help="largest offset to look for, either way (default: %(default)s)",
    )
    parser.add_argument(
        "--faults",
        type=Path,
        metavar="FILE",
        help="YAML of faults to lay over the recording, as for replay: an offset put in must come out",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the proposal as a params file")


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0, or UNTOLD."""
    if not 0 < args.range <= LARGEST_RANGE:
        raise CommandError(
            f"--range: expected more than 0 and at most {LARGEST_RANGE:g} s, got {args.range:g}"
        )
    if args.out is not None and not args.out.parent.is_dir():
        raise CommandError(f"--out: expected a file in a folder that exists, got {args.out}")
    observation = _observe(args)
    streams = observation.streams
    for stream, observed in streams.items():
        if len(observed.stamps) < 2:
            refused = ", ".join(f"{count} {reason}" for reason, count in observed.refused.items()) or "none"
            complaint = (
                f"{args.bag}: expected at least two {stream} frames that the node would take, got "
                f"{len(observed.stamps)}; refused: {refused}"
            )
            raise CommandError(". ".join([complaint, *stamp_lines({stream: observed})]))
    figures = {stream: stamp_figures(of.times, of.stamps) for stream, of in streams.items()}
    _print(stream_lines(streams, figures) + stamp_lines(streams))
    if trouble := clock_trouble(streams):
        _print([f"no offset: {trouble}"])
        return UNTOLD
    _print(skew_lines(streams))
    measurement = measure(streams, args.range)
    _print(measurement_lines(measurement))
    best = measurement.best
    if best is None:
        return UNTOLD
    drift = find_drift(best)
    _print([drift_line(drift)])
    offset = best.offset
    # Of clocks that run apart only the middle of the recording would agree.
    if best.may_be_zero and not (drift and drift.significant):
        offset = 0.0
        _print([agreement_line(best)])
    slower = max(of.period for of in figures.values())
    proposal = propose(offset, best.uncertainty(offset), nearest_skews(streams, offset), slower)
    _print(proposal_lines(streams, proposal))
    if args.out is not None:
        _write(args.out, proposal.params_file())
    return 0


def _observe(args: argparse.Namespace) -> Observation:
    """Go through the recording.

    Raises:
        CommandError: it or the faults cannot be used.
    """
    observation = Observation()
    try:
        faults = FaultScript() if args.faults is None else FaultScript.load(args.faults)
        recording = BagRecording(args.bag, **topics_of(args))
        recording.require_both_cameras()
        recording.leave_out("labels")
        pictures = recording.pictures(lambda stream, _, error: observation.refuse(stream, error.reason))
        total = sum(recording.counts.values())
        observation.see(faults.apply(counted(pictures, total, "reading", "picture")))
    except (RecordingError, FaultScriptError) as error:
        raise CommandError(str(error)) from error
    return observation


def _write(path: Path, text: str) -> None:
    try:
        replace_file(path, lambda file: file.write_text(text, encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"--out {path}: cannot be written: {error.strerror}") from error
    print(f"written to {path}")


def _print(lines: list[str]) -> None:
    print("\n".join(lines))
