"""Every recording with every setting, one after the other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros import __version__
from csk_ros.evaluation.offline.evaluate_bag import evaluate_bag
from csk_ros.evaluation.offline.sweep import cases
from csk_ros.evaluation.offline.sweep_store import SweepStore, content_of
from csk_ros.file_replacement import replace_file
from csk_ros.recording.fault_script import FaultScript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.evaluation.offline.assignment import Assignment
    from csk_ros.evaluation.offline.sweep import Case
    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.parameters.parameter_spec import Value

SWEEP, RUNS = "sweep.json", "runs"


def evaluate_sweep(
    assignment: Assignment, bags: Sequence[Path], sweeps: Mapping[str, Sequence[Value]], folder: Path
) -> list[tuple[Case, Figures]]:
    """Evaluate what has not been evaluated, and write the figures of all.

    Args:
        assignment: what all have in common.
        bags: the recordings.
        sweeps: the values of each parameter.
        folder: for SWEEP, and for RUNS: what is kept of every case.

    Raises:
        RecordingError, CheckpointError, ForeignIdsError: see `evaluate_bag`; what was done is kept.
    """
    results = []
    for case in cases(bags, sweeps):
        parameters = {**assignment.parameters, **case.values}
        one = replace(assignment, bag=case.bag, parameters=parameters, name=case.name)
        store = SweepStore(folder / RUNS, _conditions(one))
        results.append((case, store.figures(case, partial(_figures, one))))
    lines = [
        {"recording": str(case.bag), "parameters": dict(case.values)} | figures for case, figures in results
    ]
    text = json.dumps(lines, indent=2, allow_nan=False) + "\n"
    replace_file(folder / SWEEP, lambda file: file.write_text(text, encoding="utf-8"))
    return results


def _figures(assignment: Assignment) -> Figures:
    evaluation = evaluate_bag(assignment)
    return evaluation.passages[-1].figures | {"warnings": evaluation.head["warnings"]}


def _conditions(assignment: Assignment) -> Mapping[str, object]:
    """All that a case's figures depend on besides the recording and the swept values."""
    script, truth = assignment.script or FaultScript(), Path(assignment.ground_truth or "")
    return {
        "version": __version__,
        "model": hashlib.sha256(assignment.checkpoint.read_bytes()).hexdigest(),
        "topics": [assignment.rgb_topic, assignment.thermal_topic, assignment.ground_truth],
        "ground_truth": content_of(truth) if assignment.ground_truth and truth.is_dir() else [],
        "faults": [
            [fault.camera, fault.kind, fault.start, fault.end, dict(fault.parameters)]
            for fault in script.faults
        ],
        "parameters": dict(assignment.parameters),
        "inference_time": assignment.inference_time,
    }
