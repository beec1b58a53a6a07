"""`python -m csk_ros ablate`: train an experiment's variants, one after the other, and compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.label_set_file import load_label_set
from csk_ros.training.ablation import ablation_table, load_ablation, train_variant
from csk_ros.training.data_sets import DataSets
from csk_ros.training.experiment import Experiment
from csk_ros.training.lightning.devices import is_main_process
from csk_ros.training.options import add_config_options, add_run_options, devices_of, run_dir_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_options(parser)
    add_run_options(parser)
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures of every variant into this file"
    )


def run(args: argparse.Namespace) -> int:
    """Train and score every variant."""
    if args.json is not None and not args.json.resolve().parent.is_dir():
        raise CommandError(f"--json: there is no folder {args.json.parent}; make it first")
    try:
        ablation = load_ablation(args.config, args.set)
        devices, data_sets = devices_of(args), DataSets(args.data)
        # All of them before the first is trained: what is wrong with the last is told at once.
        experiments = {
            name: Experiment(config, load_label_set(config.label_set, ablation.folder), data_sets, devices)
            for name, config in ablation.variants.items()
        }
        results = {}
        for name, experiment in experiments.items():
            if is_main_process():
                print(f"variant '{name}'", flush=True)
            results[name] = train_variant(name, experiment, run_dir_of(args))
        if is_main_process():
            print(ablation_table(results))
            if args.json is not None:
                args.json.write_text(json.dumps(results, indent=2), encoding="utf-8")
    except (OSError, ValueError, FloatingPointError) as error:
        raise CommandError(str(error)) from error
    return 0
