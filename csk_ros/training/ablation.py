"""An ablation: one experiment in several variants, each trained alike and scored alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT, build, read_members
from csk_ros.mode import Mode
from csk_ros.training.config import build_config
from csk_ros.training.validator import RGB_BLACK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from csk_ros.training.config import TrainingConfig
    from csk_ros.training.experiment import Experiment
    from csk_ros.training.validator import Metrics


@dataclass(frozen=True, config=STRICT)
class _File:
    """The file of an ablation; changes are values by their place, as `schedule.steps: 400`."""

    experiment: str
    """An experiment's file, beside this one."""
    variants: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    """Changes of each variant, by its name."""
    changes: dict[str, Any] = Field(default_factory=dict)
    """Of all variants."""


class Ablation(NamedTuple):
    """The variants of an experiment."""

    variants: dict[str, TrainingConfig]
    """By name."""
    folder: Path
    """Of the experiment's file, which a label set's file is beside."""


def load_ablation(path: Path, changes: Sequence[str] = ()) -> Ablation:
    """Read an ablation's file.

    Args:
        path: YAML.
        changes: of all variants, see `load_config`.

    Raises:
        OSError: a file cannot be read.
        ValueError: it is not YAML, a value is missing, unknown or wrong, or two variants' names differ in
            signs alone.
    """
    file = build(TypeAdapter(_File), read_members(path), str(path))
    folders = [_folder_name(name) for name in file.variants]
    if len(set(folders)) < len(folders):
        raise ValueError(f"{path}: variants want folders of their own, these would share one: {folders}")
    experiment = path.parent / file.experiment
    members = read_members(experiment)
    variants = {
        name: build_config(members, file.changes | own, f"{path}, '{name}'", changes)
        for name, own in file.variants.items()
    }
    return Ablation(variants, experiment.parent)


def train_variant(name: str, experiment: Experiment, run_dir: Path) -> Metrics:
    """Train a variant in a folder of its own, or take it from there if it is finished, and score it.

    Variants whose teachers are trained alike share one.

    Args:
        name: of the variant.
        experiment: the variant.
        run_dir: the folder of all variants.

    Raises:
        ValueError: a folder in run_dir holds another run.
    """
    config = experiment.config
    folder = run_dir / _folder_name(name)
    if config.baseline is not None:
        baseline = experiment.train_baseline(config.baseline, folder)
        return experiment.validate_plain(baseline, config.baseline)
    teacher = None
    if config.losses.distillation.wanted:
        teacher = experiment.train_teacher(run_dir / experiment.teacher_name)
    return experiment.validate(experiment.train_student(folder, teacher))


def _folder_name(variant: str) -> str:
    return "variant-" + re.sub(r"\W+", "-", variant).strip("-")


def ablation_table(results: dict[str, Metrics]) -> str:
    """Show the mean IoU of every variant and mode as a Markdown table for each validation set."""
    sets = dict.fromkeys(name for metrics in results.values() for name in metrics)
    tables = []
    for data_set in sets:
        rows = {variant: metrics.get(data_set, {}) for variant, metrics in results.items()}
        found = {mode for row in rows.values() for mode in row}
        modes = [mode for mode in (*Mode, RGB_BLACK) if mode in found]
        lines = [
            f"| {data_set}, mIoU | {' | '.join(modes)} |",
            "|---" * (len(modes) + 1) + "|",
        ]
        for variant, row in rows.items():
            means = [row.get(mode, {}).get("miou") for mode in modes]
            cells = ["" if mean is None else f"{mean:.3f}" for mean in means]
            lines.append(f"| {variant} | {' | '.join(cells)} |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)
