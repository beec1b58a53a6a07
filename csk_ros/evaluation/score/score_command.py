"""`python -m csk_ros score`: how good a model's labels are, in every mode, on labelled pictures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.command_error import CommandError
from csk_ros.datasets.label_census import LabelCensus, not_shown
from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.evaluation.folder_options import add_folder_options, add_network_options, tell_problems
from csk_ros.evaluation.score.score import score
from csk_ros.evaluation.score.score_table import as_table
from csk_ros.inference.segmenter import Segmenter
from csk_ros.mode import Mode
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from csk_ros.evaluation.score.score import Score
    from csk_ros.labels import LabelSet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `score`."""
    parser.epilog = (
        "The figures are intersection over union (IoU) of every class, and its mean (mIoU) "
        "over the classes that there are, in each mode. Every labelled picture is scored; those of "
        "its moment have the same name in the other folders and lie on its pixel grid. Names that end in D "
        "are day, those in N night, as in MFNet and MSRS."
    )
    rgb_help = "colour pictures; may be left out for --modes thermal"
    add_folder_options(parser, rgb_help=rgb_help, rgb_required=False)
    parser.add_argument(
        "--modes",
        default=",".join(mode.value for mode in Mode),
        metavar="LIST",
        help="which branches answer, with commas between (default: %(default)s)",
    )
    parser.add_argument(
        "--darken",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="multiply rgb by 0 to 1 before the network sees it; 0 blacks it out. A node that judges such a "
        "picture dark answers from thermal alone: the row of thermal is what a robot gets then",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")
    add_network_options(parser)


def run(args: argparse.Namespace) -> int:
    """Score, print a table and write the figures."""
    modes = _modes(args.modes)
    if not 0 <= args.darken <= 1:
        raise CommandError(f"--darken: expected a factor of 0 to 1, got {args.darken:g}")
    if args.json is not None and (args.json.is_dir() or not args.json.absolute().parent.is_dir()):
        raise CommandError(f"--json: expected a file in a folder that exists, got {args.json}")
    try:
        samples = _samples(args, modes)
        model = args.model or share_file(SHIPPED_MODEL)
        segmenter = Segmenter.load(model, args.device, runtime=args.runtime, threads=args.threads)
        for text in _doubts(samples, segmenter.label_set):
            print(f"csk_ros score: {text}", file=sys.stderr)
        with tqdm(total=len(samples), desc="scoring", unit="picture", disable=None) as bar:
            scores = score(segmenter, samples, modes, rgb_light=args.darken, progress=bar.update)
        if args.json is not None:
            figures = _figures(scores, pictures=len(samples), model=model, darken=args.darken)
            args.json.write_text(json.dumps(figures, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(_title(scores, model, args.darken))
    print(as_table(scores, segmenter.label_set))
    return 0


def _modes(text: str) -> tuple[Mode, ...]:
    """The modes of a list with commas, each once.

    Raises:
        CommandError: a name is none of a mode.
    """
    known = [mode.value for mode in Mode]
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            raise CommandError(f"--modes: expected some of {','.join(known)}, got '{name}' in '{text}'")
    return tuple(dict.fromkeys(Mode(name) for name in names))


def _samples(args: argparse.Namespace, modes: tuple[Mode, ...]) -> PairedFolder:
    """Open the folders that the modes need.

    Raises:
        CommandError: rgb is needed and was not given.
        DatasetError: see `PairedFolder`.
    """
    seeing = [mode.value for mode in modes if mode is not Mode.THERMAL]
    if seeing and args.rgb is None:
        raise CommandError(
            f"--rgb: expected a folder, which --modes {','.join(seeing)} needs; give it, or say "
            "--modes thermal"
        )
    rgb = str(args.rgb) if seeing else None
    samples = PairedFolder(Path(), rgb=rgb, thermal=str(args.thermal), labels=str(args.labels))
    tell_problems("score", samples)
    return samples


def _doubts(samples: PairedFolder, label_set: LabelSet) -> list[str]:
    """What the labels do not show, so that there are no figures of it."""
    census = LabelCensus(label_set)
    for index, name in enumerate(samples.names):
        census.add(name, samples.labels(index))
    lost = not_shown("validation", label_set, [census.classes])
    masks = [problem.text for problem in census.problems if problem.kind == "binary masks"]
    return masks if lost is None else [*masks, lost.text]


def _figures(scores: Mapping[Mode, Score], *, pictures: int, model: Path, darken: float) -> dict[str, object]:
    """What goes into the JSON file."""
    return {
        "model": str(model),
        "pictures": pictures,
        "darken": darken,
        "modes": {mode.value: found.figures() for mode, found in scores.items()},
    }


def _title(scores: Mapping[Mode, Score], model: Path, darken: float) -> str:
    """What was scored on how many pictures."""
    found = next(iter(scores.values()))
    lights = [(found.day.pictures, "by day"), (found.night.pictures, "by night")]
    parts = [f"{count} {light}" for count, light in lights if count]
    split = f" ({', '.join(parts)})" if parts else ""
    light = "" if darken == 1 else f", rgb times {darken:g}"
    return f"  {model.name}: {found.all.pictures} pictures{split}{light}"
