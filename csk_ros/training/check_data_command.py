"""`python -m csk_ros check-data`: look through the data sets of an experiment before training on them."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.command_error import CommandError
from csk_ros.datasets.check import check_dataset
from csk_ros.datasets.label_census import not_shown
from csk_ros.label_set_file import load_label_set
from csk_ros.labels import UNLABELLED
from csk_ros.training.config import load_config
from csk_ros.training.options import add_config_options
from csk_ros.training.start_checkpoint import check_start

if TYPE_CHECKING:
    import argparse

    from csk_ros.datasets.check import DatasetReport
    from csk_ros.datasets.label_census import Use
    from csk_ros.datasets.problem import Problem
    from csk_ros.labels import LabelSet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own options."""
    add_config_options(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there too, as JSON")


def run(args: argparse.Namespace) -> int:
    """Read every picture and print what is there; the exit code is 1 where anything is wrong."""
    if not args.data.is_dir():
        raise CommandError(f"--data: there is no folder {args.data}")
    if args.json and not args.json.resolve().parent.is_dir():
        raise CommandError(f"--json: there is no folder {args.json.parent}; make it first")
    try:
        config = load_config(args.config, args.set)
        label_set = load_label_set(config.label_set, args.config.parent)
        config.check_classes(label_set)
        check_start(config, args.data)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    uses = {"pairs": config.pairs, "thermal_only": config.thermal_only, "validation": config.validation}
    reports: dict[str, list[DatasetReport]] = {}
    for use, data_sets in uses.items():
        for data_set in data_sets:
            track = partial(tqdm, desc=f"checking {data_set.name}", unit="sample", disable=None)
            needs_rgb = use != "thermal_only"
            report = check_dataset(data_set, args.data, label_set, track, needs_rgb=needs_rgb)
            reports.setdefault(use, []).append(report)
            print(as_text(report, use), flush=True)
    lost = _classes_not_shown(reports, label_set)
    for problem in lost:
        print(f"{problem.kind}: {problem.text}")
    problems = sum(len(report.problems) for found in reports.values() for report in found) + len(lost)
    print({0: "no problems", 1: "1 problem"}.get(problems, f"{problems} problems"))
    if args.json:
        _write_json(args.json, label_set, reports, lost)
    return int(problems > 0)


def as_text(report: DatasetReport, use: str) -> str:
    """Write a report for people.

    Args:
        report: of one data set.
        use: what the experiment uses it for.
    """
    left_out = f", {report.left_out} left out" if report.left_out else ""
    grey = f" ({report.grey_rgb} without any colour)" if report.grey_rgb else ""
    lines = [
        f"{report.name} ({use}): {report.samples} samples, {report.with_rgb} with rgb{grey}{left_out}",
        f"  sizes      {_counts(report.sizes)}",
        f"  thermal    {_counts(report.thermal_types)}",
        *([f"  turned by Exif orientation: {_counts(report.turned)}"] if report.turned else ()),
        f"  unlabelled {report.unlabelled:8.3%} (id {UNLABELLED})",
    ]
    width = max(len(found.name) for found in report.classes)
    lines += [
        f"    {found.name:{width}} {found.share:8.3%} in {found.pictures} pictures"
        for found in report.classes
    ]
    lines += [f"  {problem.kind}: {problem.text}" for problem in report.problems]
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{what}: {count}" for what, count in sorted(counts.items())) or "none"


def _classes_not_shown(reports: dict[str, list[DatasetReport]], label_set: LabelSet) -> list[Problem]:
    """What no data set of a use shows; those for thermal alone come on top, and need not show all."""
    uses: tuple[Use, ...] = ("pairs", "validation")
    found = [
        not_shown(use, label_set, [report.classes for report in reports[use]])
        for use in uses
        if any(report.samples for report in reports.get(use, ()))
    ]
    return [problem for problem in found if problem is not None]


def _write_json(
    file: Path, label_set: LabelSet, reports: dict[str, list[DatasetReport]], lost: list[Problem]
) -> None:
    content = {
        "label_set": asdict(label_set),
        "problems": [asdict(problem) for problem in lost],
        **{use: [asdict(report) for report in found] for use, found in reports.items()},
    }
    try:
        file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--json: {error}") from error
