"""`python -m csk_ros campaign`: random fault scripts against pairing and fallback, every step checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from csk_ros.campaign.campaign import CampaignTotals, run_campaign
from csk_ros.campaign.trial import INVARIANTS
from csk_ros.cli import CommandError
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    import argparse

    from csk_ros.campaign.trial import TrialResult

REPORT = "campaign.json"


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
        "--out", type=Path, required=True, metavar="DIR", help=f"folder for {REPORT}; made if it is missing"
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
        totals = CampaignTotals()
        seeds = range(args.first_seed, args.first_seed + args.seeds)
        for result in tqdm(run_campaign(seeds), total=args.seeds, unit="script", desc="campaign"):
            totals.add(result)
            if result.violations:
                tqdm.write(_complaint(result))
        report = json.dumps(totals.figures(), indent=2) + "\n"
        (args.out / REPORT).write_text(report, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--out {args.out}: cannot be written: {error.strerror}") from error
    print("\n".join(_summary(totals)))
    return 1 if totals.failed else 0


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
