"""`python -m csk_ros train`: train CSK-Net, score it and write a checkpoint."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tqdm import tqdm

from csk_ros import __version__
from csk_ros.cli import CommandError
from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.synthetic_samples import SyntheticSamples
from csk_ros.evaluation.score import score
from csk_ros.inference.checkpoint import CheckpointMetadata, save_checkpoint
from csk_ros.inference.checkpoint_metadata import ARCHITECTURE
from csk_ros.inference.device import select_device
from csk_ros.inference.segmenter import Segmenter
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.efficientnet_lite0_weights import imagenet_weights
from csk_ros.training.config import FolderConfig, load_config
from csk_ros.training.crop_dataset import CropDataset
from csk_ros.training.source_revision import source_revision
from csk_ros.training.trainer import Trainer

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from csk_ros.datasets.sample import SampleSource
    from csk_ros.training.config import Source, TrainingConfig

DARK = "fused, rgb black"
"""Both pictures given, the rgb one black: what darkness, or a cap, does to the fused head."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("config", type=Path, help="YAML file, such as config/training/first_model.yaml")
    parser.add_argument("--data", type=Path, required=True, help="folder that the config's folders are in")
    parser.add_argument("--output", type=Path, required=True, help="checkpoint to write, .safetensors")
    parser.add_argument(
        "--run-dir",
        type=Path,
        default=Path("runs/train"),
        help="state of the run; one found there is continued",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:<number>")
    parser.add_argument("--threads", type=int, help="CPU threads; all cores by default")
    parser.add_argument("--half", action="store_true", help="write matrices as float16, for half the size")
    parser.add_argument(
        "--score-only", action="store_true", help="do not train: score the checkpoint that --output names"
    )


def run(args: argparse.Namespace) -> int:
    """Train and score, or score alone."""
    if args.threads:
        torch.set_num_threads(args.threads)
    if not args.output.resolve().parent.is_dir():
        raise CommandError(f"--output: there is no folder {args.output.parent}; make it first")
    try:
        config = load_config(args.config)
        if not args.score_only:
            network = _train(config, args)
            save_checkpoint(args.output, network, _metadata(config, network), half=args.half)
        segmenter = Segmenter.load(args.output, args.device)
        metrics = _score(segmenter, config.score, args.data)
        if not args.score_only:
            save_checkpoint(args.output, network, _metadata(config, network, metrics), half=args.half)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(json.dumps(metrics, indent=2))
    return 0


def _train(config: TrainingConfig, args: argparse.Namespace) -> CSKNet:
    torch.manual_seed(config.schedule.seed)
    network = CSKNet(len(config.label_set), backbone=config.backbone)
    if config.backbone == "efficientnet_lite0":
        network.initialise_encoder(imagenet_weights())
    else:
        print(f"no ImageNet weights are known for {config.backbone}: it starts from random ones")
    trainer = Trainer(
        network,
        config.objective,
        _crops(config, config.pairs, args.data),
        _crops(config, config.thermal_only, args.data) if config.thermal_only else None,
        config.schedule,
        run_dir=args.run_dir,
        device=select_device(args.device),
        report=lambda line: print(line, flush=True),
    )
    trainer.run()
    return network


def _crops(config: TrainingConfig, sources: Sequence[Source], data: Path) -> CropDataset:
    return CropDataset(
        [(_open(source, data), source.share) for source in sources],
        normalization=config.normalization,
        settings=config.crops,
        augmentation=config.augmentation,
        num_classes=len(config.label_set),
        seed=config.schedule.seed,
    )


def _open(source: Source, data: Path) -> SampleSource:
    samples = _samples(source, data)
    print(f"{source.name}: {len(samples)} samples", flush=True)
    return samples


def _samples(source: Source, data: Path) -> SampleSource:
    if isinstance(source, FolderConfig):
        return PairedFolder(
            data / source.folder, thermal=source.thermal, labels=source.labels, rgb=source.rgb
        )
    seeds = range(source.first_seed, source.first_seed + source.scenes)
    return SyntheticSamples(tqdm(seeds, desc=f"rendering {source.name}", unit="scene"), source.moments)


def _score(segmenter: Segmenter, sources: Sequence[Source], data: Path) -> dict[str, Any]:
    """Score a network on every data set, in every mode."""
    metrics = {}
    for source in sources:
        samples = _open(source, data)
        with tqdm(total=2 * len(samples), desc=f"scoring {source.name}", unit="pair") as bar:
            scores = score(segmenter, samples, progress=bar.update)
            dark = score(segmenter, samples, (Mode.FUSED,), rgb_light=0, progress=bar.update)
        metrics[source.name] = {mode.value: found.figures() for mode, found in scores.items()}
        metrics[source.name][DARK] = dark[Mode.FUSED].figures()
    return metrics


def _metadata(
    config: TrainingConfig, network: CSKNet, metrics: dict[str, Any] | None = None
) -> CheckpointMetadata:
    return CheckpointMetadata(
        architecture=ARCHITECTURE,
        arguments=network.arguments,
        label_set=config.label_set,
        normalization=config.normalization,
        input_size=config.input_size,
        training={
            "pairs": [source.name for source in config.pairs],
            "thermal_only": [source.name for source in config.thermal_only],
            "schedule": asdict(config.schedule),
            "csk_ros": __version__,
            "commit": source_revision(),
        },
        metrics=metrics or {},
    )
