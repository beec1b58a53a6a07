"""`python -m csk_ros campaign`: random fault scripts against pairing and fallback, every step checked."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.campaign.campaign import CampaignTotals, run_campaign
from csk_ros.campaign.comparison import NoMessageFiltersError, Tally, compare, table
from csk_ros.campaign.scenario import Inference
from csk_ros.campaign.scenario_generator import generate
from csk_ros.campaign.trial import INVARIANTS
from csk_ros.command_error import CommandError
from csk_ros.stream.stream_pipeline import StreamSettings
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    import argparse

    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.trial import TrialResult

REPORT = "campaign.json"
COMPARISON = "comparison.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `campaign`."""
    parser.epilog = (
        "Each seed is one script of faults for two cameras, played in simulated time to the objects that the "
        f"node uses. A violated invariant makes the exit code 1; {REPORT} then holds the script. A seed is "
        "the same script on every machine."
    )
    parser.add_argument("--seeds", type=int, required=True, metavar="N", help="how many scripts")
    parser.add_argument("--first-seed", type=int, default=0, metavar="K", help="default 0")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help=f"folder for {REPORT} or {COMPARISON}; made if missing",
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help="count pairs beside message_filters' ApproximateTimeSynchronizer on the same scripts instead",
    )


def run(args: argparse.Namespace) -> int:
    """Run the campaign: 0, or 1 if something was violated."""
    if args.seeds < 1 or args.first_seed < 0:
        raise CommandError(
            f"expected at least one seed and none below 0, got --seeds {args.seeds} --first-seed "
            f"{args.first_seed}"
        )
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        seeds = range(args.first_seed, args.first_seed + args.seeds)
        if args.compare:
            return _compare(seeds, args.out)
        totals = CampaignTotals()
        for result in tqdm(
            run_campaign(seeds), total=args.seeds, unit="script", desc="campaign", disable=None
        ):
            totals.add(result)
            if result.violations:
                tqdm.write(_complaint(result))
        report = json.dumps(totals.figures(), indent=2) + "\n"
        (args.out / REPORT).write_text(report, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--out {args.out}: cannot be written: {error.strerror}") from error
    print("\n".join(_summary(totals)))
    return 1 if totals.failed else 0


def _compare(seeds: range, out: Path) -> int:
    """Sum both tallies over the scripts and show them."""
    ours, theirs = Tally(), Tally()
    try:
        for seed in tqdm(seeds, unit="script", desc="comparing", disable=None):
            found = compare(_with_defaults(generate(seed)))
            for total, tally in zip((ours, theirs), found, strict=True):
                total.add(tally)
    except NoMessageFiltersError as error:
        raise CommandError(f"--compare: {error}") from error
    report = {"scripts": len(seeds), "csk_ros": asdict(ours), "ApproximateTimeSynchronizer": asdict(theirs)}
    (out / COMPARISON).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print("\n".join(table(ours, theirs)))
    return 0


def _with_defaults(scenario: Scenario) -> Scenario:
    """The script for cameras of one clock, with the settings that people use from its beginning to its end.

    A synchronizer that knows no offset cannot be asked to pair clocks that differ.
    """
    return replace(
        scenario,
        rgb=replace(scenario.rgb, clock_ahead=0.0),
        settings=StreamSettings(),
        changes=(),
        inference=Inference(),
    )


def _complaint(result: TrialResult) -> str:
    lines = [f"seed {result.seed} violates:"]
    lines += [f"  at {v.time:.3f} s {v.invariant}: {v.detail}" for v in result.violations]
    return "\n".join(lines)


def _summary(totals: CampaignTotals) -> list[str]:
    violations: dict[str, int] = {}
    for result in totals.failed:
        for name in {violation.invariant for violation in result.violations}:
            violations[name] = violations.get(name, 0) + 1
    rows = [
        (invariant.__name__, str(violations.pop(invariant.__name__, 0)), invariant.sentence().split(". ")[0])
        for invariant in INVARIANTS
    ]
    rows += [(name, str(count), "see the report") for name, count in violations.items()]
    outputs = ", ".join(f"{count} {mode}" for mode, count in sorted(totals.outputs.items()))
    happened = (
        f"{totals.scenarios} scripts with {sum(totals.faults.values())} faults: {totals.frames} pictures, "
        f"{totals.steps} steps, {totals.mode_changes} changes of mode, {totals.resets} new beginnings"
    )
    return [
        happened,
        f"outputs: {outputs or 'none'}",
        *text_table(("invariant", "scripts that violate it", "what must hold"), rows),
    ]
