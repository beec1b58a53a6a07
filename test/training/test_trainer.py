"""The training loop: schedule, freezing, learning, and going on after an interruption."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.inference.normalization import Normalization
from csk_ros.network.csk_net import CSKNet
from csk_ros.training.augmentation import Augmentation
from csk_ros.training.crop_dataset import CropDataset, CropSettings
from csk_ros.training.objective import Objective
from csk_ros.training.trainer import Trainer, TrainingSchedule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEDULE = TrainingSchedule(steps=4, pairs_per_step=2, thermal_per_step=2, warmup_steps=2, save_every=2)


def make_trainer(
    data: Path, run_dir: Path, schedule: TrainingSchedule = SCHEDULE, report: Callable[[str], object] = str
) -> Trainer:
    torch.manual_seed(0)

    def crops(folder: str, rgb: str | None) -> CropDataset:
        return CropDataset(
            [(PairedFolder(data / folder, rgb=rgb, thermal="ir"), 1.0)],
            normalization=Normalization(),
            settings=CropSettings((64, 64), (1.0, 1.0), {2: 0.5}),
            augmentation=Augmentation(),
            num_classes=4,
            seed=1,
        )

    return Trainer(
        CSKNet(4),
        Objective((1.0, 2.0, 3.0, 4.0), 0.5),
        crops("pairs", "vi"),
        crops("warm", None),
        schedule,
        run_dir=run_dir,
        device=torch.device("cpu"),
        report=report,
    )


def test_the_learning_rate_warms_up_and_falls_along_a_cosine():
    schedule = TrainingSchedule(steps=100, learning_rate=0.2, warmup_steps=10)
    assert schedule.learning_rate_at(0) == pytest.approx(0.02)
    assert schedule.learning_rate_at(4) == pytest.approx(0.1, rel=0.01)
    assert schedule.learning_rate_at(50) == pytest.approx(0.1)
    assert schedule.learning_rate_at(99) < 1e-4


def test_an_interrupted_run_ends_with_the_weights_of_an_uninterrupted_one(data: Path, tmp_path: Path):
    whole = make_trainer(data, tmp_path / "whole")
    assert whole.run() == 4
    assert make_trainer(data, tmp_path / "parts").run(until=3) == 3
    resumed = make_trainer(data, tmp_path / "parts")
    assert resumed.run() == 4
    for name, tensor in whole.network.state_dict().items():
        torch.testing.assert_close(resumed.network.state_dict()[name], tensor, rtol=0, atol=0, msg=name)


def test_a_run_of_other_settings_is_not_continued(data: Path, tmp_path: Path):
    make_trainer(data, tmp_path).run(until=1)
    with pytest.raises(ValueError, match="choose another folder"):
        make_trainer(data, tmp_path, replace(SCHEDULE, learning_rate=1e-4)).run()


def test_frozen_blocks_keep_their_weights_and_the_rest_learns(data: Path, tmp_path: Path):
    trainer = make_trainer(data, tmp_path, replace(SCHEDULE, frozen_blocks=2))
    before = {name: tensor.clone() for name, tensor in trainer.network.state_dict().items()}
    trainer.run(until=2)
    changed = {
        name for name, tensor in trainer.network.state_dict().items() if not tensor.equal(before[name])
    }
    parameters = {name for name, _ in trainer.network.named_parameters()}
    frozen = {
        name
        for name in parameters
        if name.startswith(("encoder.stem", "encoder.blocks.0.", "encoder.blocks.1."))
    }
    assert frozen
    assert not changed & frozen
    assert "encoder.stem_norm.rgb.running_mean" in changed
    assert {"encoder.blocks.2.expand.weight", "fused_head.weight", "thermal_head.bias"} <= changed


def test_the_loss_falls_on_a_world_this_small(data: Path, tmp_path: Path):
    lines: list[str] = []
    trainer = make_trainer(data, tmp_path, replace(SCHEDULE, steps=30, warmup_steps=5), lines.append)
    trainer.run()
    assert [line.split()[1] for line in lines] == ["10/30", "20/30", "30/30"]
    first, last = (float(line.split("fused ")[1].split()[0]) for line in (lines[0], lines[-1]))
    assert last < 0.8 * first


def test_a_loss_that_is_not_finite_ends_the_run(data: Path, tmp_path: Path):
    trainer = make_trainer(data, tmp_path)
    with torch.no_grad():
        trainer.network.fused_head.bias[0] = torch.nan
    with pytest.raises(FloatingPointError, match="loss at step 0 is not finite"):
        trainer.run()
    assert not list(tmp_path.iterdir())
