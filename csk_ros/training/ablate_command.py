"""`python -m csk_ros ablate`: train an experiment's variants, one after the other, and compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.cli import CommandError
from csk_ros.label_set_file import load_label_set
from csk_ros.training.ablation import ablation_table, load_ablation, train_variant
from csk_ros.training.devices import is_main_process
from csk_ros.training.experiment import Experiment
from csk_ros.training.options import add_training_options, devices_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("ablation", type=Path, help="YAML file, such as config/training/ablation.yaml")
    add_training_options(parser)
    parser.add_argument("--json", type=Path, help="write the figures of every variant into this file")


def run(args: argparse.Namespace) -> int:
    """Train and score every variant."""
    try:
        variants = load_ablation(args.ablation, args.set)
        devices = devices_of(args)
        results = {}
        for name, config in variants.items():
            print(f"variant '{name}'", flush=True)
            label_set = load_label_set(config.label_set, args.ablation.parent)
            experiment = Experiment(config, label_set, args.data, devices)
            results[name] = train_variant(name, experiment, args.run_dir)
        if not is_main_process():
            return 0
        if args.json is not None:
            args.json.write_text(json.dumps(results, indent=2), encoding="utf-8")
    except (OSError, ValueError, FloatingPointError) as error:
        raise CommandError(str(error)) from error
    print(ablation_table(results))
    return 0
