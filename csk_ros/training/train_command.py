"""`python -m csk_ros train`: train what an experiment's file describes, score it and write a checkpoint."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.inference.checkpoint import load_checkpoint, save_checkpoint
from csk_ros.label_set_file import load_label_set
from csk_ros.training.checkpoint_description import describe
from csk_ros.training.config import load_config
from csk_ros.training.data_sets import DataSets
from csk_ros.training.experiment import Experiment
from csk_ros.training.lightning.devices import is_main_process
from csk_ros.training.metrics_table import metrics_table
from csk_ros.training.options import add_config_options, add_run_options, devices_of, run_dir_of

if TYPE_CHECKING:
    import argparse

    from csk_ros.training.config import TrainingConfig
    from csk_ros.training.validator import Metrics


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_options(parser)
    add_run_options(parser)
    parser.add_argument("--output", type=Path, help="checkpoint to write, .safetensors")
    parser.add_argument("--half", action="store_true", help="write matrices as float16, for half the size")
    parser.add_argument(
        "--score-only", action="store_true", help="do not train: score the checkpoint that --output names"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")


def run(args: argparse.Namespace) -> int:
    """Train and score, or score alone."""
    if args.json is not None and not args.json.resolve().parent.is_dir():
        raise CommandError(f"--json: there is no folder {args.json.parent}; make it first")
    try:
        config = load_config(args.config, args.set)
        label_set = load_label_set(config.label_set, args.config.parent)
        _check_output(args, config)
        devices, data_sets = devices_of(args), DataSets(args.data)
        experiment = Experiment(config, label_set, data_sets, devices, score_only=args.score_only)
        metrics = _score(experiment, args) if args.score_only else _train(experiment, args)
        if metrics is not None:
            print(metrics_table(metrics, label_set))
            if args.json is not None:
                args.json.write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    except (OSError, ValueError, FloatingPointError) as error:
        raise CommandError(str(error)) from error
    return 0


def _check_output(args: argparse.Namespace, config: TrainingConfig) -> None:
    output: Path | None = args.output
    if config.baseline is not None:
        if output is not None or args.score_only:
            raise CommandError("--output: the node runs no baseline, so there is no checkpoint; leave it out")
        return
    if output is None:
        raise CommandError("--output: say which checkpoint to write, such as --output model.safetensors")
    if output.suffix != ".safetensors":
        raise CommandError(f"--output: expected a name that ends in .safetensors, got {output.name}")
    if not output.resolve().parent.is_dir():
        raise CommandError(f"--output: there is no folder {output.parent}; make it first")


def _train(experiment: Experiment, args: argparse.Namespace) -> Metrics | None:
    """Train and score; None in a process that only helped."""
    config, run_dir = experiment.config, run_dir_of(args)
    if config.baseline is not None:
        baseline = experiment.train_baseline(config.baseline, run_dir / config.baseline)
        return experiment.validate_plain(baseline, config.baseline) if is_main_process() else None
    teacher = None
    if config.losses.distillation.wanted:
        teacher = experiment.train_teacher(run_dir / "teacher")
    network = experiment.train_student(run_dir / "student", teacher)
    if not is_main_process():
        return None
    # Before it is scored: on CUDA that makes it a network of half precision.
    metadata = describe(config, experiment.label_set, network.arguments, {})
    save_checkpoint(args.output, network, metadata, half=args.half)
    print(f"wrote {args.output}; scoring it", flush=True)
    metrics = _score(experiment, args)
    network, _ = load_checkpoint(args.output)
    # Not described anew: in a checkout that tracks the output, it has just made the source look changed.
    save_checkpoint(args.output, network, replace(metadata, metrics=metrics), half=args.half)
    return metrics


def _score(experiment: Experiment, args: argparse.Namespace) -> Metrics:
    network, metadata = load_checkpoint(args.output)
    if metadata.label_set != experiment.label_set:
        raise ValueError(
            f"{args.output} knows the classes {list(metadata.label_set.classes)}, the experiment has "
            f"{list(experiment.label_set.classes)}; name the experiment's own checkpoint"
        )
    return experiment.validate(network)
