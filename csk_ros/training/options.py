"""Options that the commands for training have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from csk_ros.inference.model_settings import AUTO
from csk_ros.training.lightning.devices import select_devices

if TYPE_CHECKING:
    import argparse

    from csk_ros.training.lightning.devices import Devices


def add_config_options(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the data that it is about, and what to change in it."""
    parser.add_argument("config", type=Path, help="YAML file, such as those in config/training")
    parser.add_argument("--data", type=Path, required=True, help="folder that the config's folders are in")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a value of the config: --set schedule.steps=100 --set network.exchange=false",
    )


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Declare where to keep a run, and where to compute."""
    parser.add_argument(
        "--run-dir",
        type=Path,
        help="state and TensorBoard log, continued if they are there (default: runs/NAME of the config)",
    )
    parser.add_argument("--device", default=AUTO, help="auto, cpu, cuda or cuda:<number>")
    parser.add_argument("--devices", type=int, default=1, help="how many GPUs (or processes on a CPU)")
    parser.add_argument("--threads", type=int, help="CPU threads; all cores by default")


def run_dir_of(args: argparse.Namespace) -> Path:
    """Choose the folder of the run."""
    folder: Path | None = args.run_dir
    return Path("runs") / args.config.stem if folder is None else folder


def devices_of(args: argparse.Namespace) -> Devices:
    """Choose the devices and the number of threads that the options name.

    Raises:
        ValueError: there are no such devices.
    """
    if args.threads is not None:
        if args.threads < 1:
            raise ValueError(f"--threads is 1 or more, not {args.threads}")
        torch.set_num_threads(args.threads)
    return select_devices(args.device, args.devices)
