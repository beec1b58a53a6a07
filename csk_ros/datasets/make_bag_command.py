"""`python -m csk_ros make-bag`: turn labelled pictures into a recording with ground truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from csk_ros.command_error import CommandError
from csk_ros.datasets.folder_layouts import FOLDER_LAYOUTS, LayoutName
from csk_ros.datasets.mfnet_folder import MfnetFolder
from csk_ros.datasets.problem import DatasetError
from csk_ros.datasets.sample_recording import SampleRecording
from csk_ros.progress_bars import counted
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.pairs_recording import DEFAULT_RATE, PairsRecording
from csk_ros.recording.picture_folder import is_hidden
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    import argparse

    from csk_ros.datasets.file_samples import FileSamples
    from csk_ros.recording.recording import Recording

LAYOUTS = (*FOLDER_LAYOUTS, "mfnet")

FASTEST = 1e9
"""Moments a second: stamps count nanoseconds, and each moment has one of its own."""

LAST_SECOND = 2**31 - 1
"""A stamp's seconds are an int32 (builtin_interfaces/Time)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `make-bag`."""
    parser.epilog = (
        "Pictures come from a public data set (--dataset, --layout, --split) or from folders whose pictures "
        "have the same names (--rgb, --thermal, --labels); in natural order of the names, 2 before 10. "
        "Those of one moment have one stamp. The first is 1 s, and they go on at the rate."
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="BAG", help="the bag's folder; it must not exist"
    )
    parser.add_argument("--dataset", type=Path, metavar="DIR", help="folder of a data set")
    parser.add_argument("--layout", metavar="NAME", help=f"of --dataset: {', '.join(LAYOUTS)}")
    parser.add_argument(
        "--split",
        metavar="NAME",
        help="of --dataset: train, val, test, or another that lies there (default: test)",
    )
    parser.add_argument("--rgb", type=Path, metavar="DIR", help="colour pictures")
    parser.add_argument(
        "--thermal", type=Path, metavar="DIR", help="thermal pictures of 8 or 16 bits, or float TIFF"
    )
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="DIR",
        help="of --rgb and --thermal: ground truth, 8-bit pictures of class ids; 255 is not labelled",
    )
    parser.add_argument(
        "--rate",
        type=float,
        default=DEFAULT_RATE,
        metavar="HZ",
        help="moments a second (default: %(default)g)",
    )


def run(args: argparse.Namespace) -> int:
    """Write the bag, with a progress bar."""
    if not 0 < args.rate <= FASTEST:
        raise CommandError(
            f"--rate: expected more than 0 and at most {FASTEST:g} moments a second, got {args.rate:g}"
        )
    try:
        recording = _recording(args)
        _check_end(recording, args.rate)
        total = sum(recording.counts.values())
        with BagWriter(args.out) as writer:
            for picture in counted(recording, total, f"writing {args.out.name}", "picture"):
                writer.write(picture)
    except DatasetError as error:
        raise CommandError("; ".join(problem.text for problem in error.problems)) from error
    except RecordingError as error:
        raise CommandError(str(error)) from error
    counts = recording.counts
    truths = f"{counts['labels']} with ground truth" if "labels" in counts else "no ground truth"
    print(f"{args.out}: {counts['thermal']} moments, {recording.duration:g} s, {truths}")
    return 0


def _recording(args: argparse.Namespace) -> Recording:
    """Open what the options name.

    Raises:
        CommandError: the options do not go together.
        DatasetError, RecordingError: the pictures cannot be used.
    """
    if args.dataset is not None:
        if args.rgb is not None or args.thermal is not None or args.labels is not None:
            raise CommandError(
                "--rgb, --thermal and --labels are folders of their own; the pictures of --dataset lie where "
                "its --layout says. Give either"
            )
        return SampleRecording(_samples(args.dataset, args.layout, args.split or "test"), rate=args.rate)
    if args.layout is not None or args.split is not None:
        raise CommandError("--layout and --split belong to --dataset: expected its folder, got none")
    if args.rgb is None or args.thermal is None:
        given = [name for name in ("rgb", "thermal", "labels") if getattr(args, name) is not None]
        raise CommandError(
            "expected a folder each for --rgb and --thermal, or --dataset and --layout; got "
            + (" and ".join(f"--{name}" for name in given) + " alone" if given else "neither")
        )
    pairs = PairsRecording(args.rgb, args.thermal, rate=args.rate, labels_dir=args.labels)
    if args.labels is not None and "labels" not in pairs.counts:
        raise CommandError(
            f"--labels: expected pictures with the names of pairs, such as '{pairs.names[0]}', "
            f"found none of them in {args.labels}"
        )
    return pairs


def _samples(root: Path, layout: str | None, split: str) -> FileSamples:
    """Open one split of a data set.

    Raises:
        CommandError: no such layout, folder or split.
        DatasetError: the split cannot be used.
    """
    if layout not in LAYOUTS:
        got = "none" if layout is None else f"'{layout}'"
        raise CommandError(
            f"--layout: expected {', '.join(LAYOUTS[:-1])} or {LAYOUTS[-1]}, got {got}; pictures that lie "
            "otherwise are given with --rgb, --thermal and --labels"
        )
    if not root.is_dir():
        raise CommandError(f"--dataset: expected a folder, found none at {root}")
    folders = None if layout == "mfnet" else FOLDER_LAYOUTS[cast("LayoutName", layout)]
    if folders is None:
        place = root / f"{split}.txt"
        splits = [listing.stem for listing in root.glob("*.txt") if not is_hidden(listing)]
    else:
        place = root / split
        found = [labels.parent for labels in root.glob(f"*/{folders.labels}")]
        splits = [folder.name for folder in found if not is_hidden(folder)]
    if not place.exists():
        others = ", ".join(sorted(splits)) or f"no split of layout {layout}"
        raise CommandError(f"--split: expected {place}, found none; {root} has {others}")
    return MfnetFolder(root, split) if folders is None else folders.open(root, split)


def _check_end(recording: Recording, rate: float) -> None:
    """Refuse a rate so low that stamps overflow.

    Raises:
        CommandError: it is.
    """
    if recording.duration >= LAST_SECOND:
        raise CommandError(
            f"--rate: expected moments that end before {LAST_SECOND} s, where the stamps of ROS do, got "
            f"{recording.counts['thermal']} at {rate:g} Hz, which take {recording.duration:g} s"
        )
