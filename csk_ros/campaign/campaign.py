"""Many trials, on all cores, and what came of them together."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from csk_ros.campaign.scenario_generator import generate
from csk_ros.campaign.trial import INVARIANTS, TrialResult, run_trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK = 8
"""Seeds that a process is given at a time."""


@dataclass
class CampaignTotals:
    """Sums over trials, and the trials that violated something."""

    scenarios: int = 0
    steps: int = 0
    frames: int = 0
    resets: int = 0
    mode_changes: int = 0
    outputs: Counter[str] = field(default_factory=Counter)
    """By mode."""
    faults: Counter[str] = field(default_factory=Counter)
    """By camera and kind."""
    clocks: Counter[str] = field(default_factory=Counter)
    """Scenarios by what their clock does."""
    failed: list[TrialResult] = field(default_factory=list)

    def add(self, result: TrialResult) -> None:
        """Count a trial."""
        self.scenarios += 1
        self.steps += result.steps
        self.frames += result.frames
        self.resets += result.resets
        self.mode_changes += result.mode_changes
        self.outputs.update(result.outputs)
        self.faults.update(result.faults)
        self.clocks[result.clock] += 1
        if result.violations:
            self.failed.append(result)

    def figures(self) -> dict[str, Any]:
        """Everything, in plain values; each failed trial with its scenario, to be read and to be repeated."""
        failed = [
            {
                "seed": result.seed,
                "scenario": generate(result.seed).describe(),
                "violations": [asdict(violation) for violation in result.violations],
            }
            for result in self.failed
        ]
        counts = {name: getattr(self, name) for name in ("scenarios", "steps", "frames", "resets")}
        return {
            **counts,
            "mode_changes": self.mode_changes,
            "outputs": dict(sorted(self.outputs.items())),
            "faults": dict(sorted(self.faults.items())),
            "clocks": dict(sorted(self.clocks.items())),
            "invariants": {invariant.__name__: invariant.sentence() for invariant in INVARIANTS},
            "failed": failed,
        }


def run_campaign(seeds: Sequence[int]) -> Iterator[TrialResult]:
    """Run a trial for every seed, as many at a time as there are cores; in the order of the seeds."""
    processes = min(len(seeds), os.cpu_count() or 1)
    # Forked from a process with threads, a child could inherit a lock that nobody will ever release.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield from pool.map(run_seed, seeds, chunksize=CHUNK)


def run_seed(seed: int) -> TrialResult:
    """Run the trial of one seed."""
    return run_trial(generate(seed))
