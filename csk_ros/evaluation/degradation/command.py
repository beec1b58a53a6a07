"""`python -m csk_ros degrade`: from where on worse rgb does harm, against the node's limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.command_error import CommandError
from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.evaluation.degradation.answers import cases_of, collect_answers
from csk_ros.evaluation.degradation.curves import curves_of
from csk_ros.evaluation.degradation.evidence import as_evidence
from csk_ros.evaluation.degradation.figures import as_figures
from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.plot import plot_curves
from csk_ros.evaluation.degradation.table import as_tables
from csk_ros.evaluation.folder_options import add_folder_options, add_network_options, tell_problems
from csk_ros.inference.segmenter import Segmenter
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    import argparse

FIGURES, PLOT = "degradation.json", "degradation.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `degrade`."""
    parser.epilog = (
        "Pictures of one moment have the same name in the three folders and lie on one grid. Every pair is "
        "labelled from thermal, and from rgb with and without thermal at each severity of each kind. The "
        "figures are mIoU; the difference has a 95 % interval, from a paired bootstrap over pictures, and a "
        "sign before it where all of the interval is on that side of 0. Then come medians of what the node "
        "measures of rgb, and what its check with default limits calls the pictures. The last table holds "
        "the severities at which fused is clearly above or below thermal, and those at which the check finds "
        "fault with half of the pictures or more."
    )
    add_folder_options(parser, rgb_help="colour pictures", rgb_required=True)
    parser.add_argument(
        "--faults",
        default=",".join(KINDS),
        metavar="LIST",
        help="how rgb gets worse, with commas between (default: %(default)s)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help=f"write {FIGURES} and {PLOT} into this folder, too"
    )
    add_network_options(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print the tables and write the files."""
    kinds = _kinds(args.faults)
    try:
        # Before minutes are spent on what it is for.
        if args.out is not None:
            args.out.mkdir(parents=True, exist_ok=True)
        samples = PairedFolder(Path(), rgb=str(args.rgb), thermal=str(args.thermal), labels=str(args.labels))
        tell_problems("degrade", samples)
        model = args.model or share_file(SHIPPED_MODEL)
        segmenter = Segmenter.load(model, args.device, runtime=args.runtime, threads=args.threads)
        with tqdm(
            total=len(samples) * cases_of(kinds), desc="labelling", unit="picture", disable=None
        ) as bar:
            curves = curves_of(collect_answers(segmenter, samples, kinds, progress=bar.update))
        if args.out is not None:
            figures = {"model": str(model), "pictures": len(samples), **as_figures(curves)}
            text = json.dumps(figures, indent=2, allow_nan=False) + "\n"
            (args.out / FIGURES).write_text(text, encoding="utf-8")
            plot_curves(args.out / PLOT, curves)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(f"  {model.name}: {len(samples)} pairs\n")
    print(as_tables(curves))
    print(f"\n{as_evidence(curves)}")
    if args.out is not None:
        print(f"\n  {args.out}: {FIGURES}, {PLOT}")
    return 0


def _kinds(text: str) -> tuple[str, ...]:
    """The kinds of a list with commas, each once.

    Raises:
        CommandError: a name is none of a kind.
    """
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in KINDS:
            raise CommandError(f"--faults: expected some of {','.join(KINDS)}, got '{name}' in '{text}'")
    return tuple(dict.fromkeys(names))
