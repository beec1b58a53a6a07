"""The batches of a run: which crops belong to which step, however often it was interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from pytorch_lightning import LightningDataModule
from torch.utils.data import DataLoader

if TYPE_CHECKING:
    from csk_ros.training.crops.crop_dataset import CropDataset, TrainingCrop
    from csk_ros.training.lightning.schedule import Schedule


class TrainingData(LightningDataModule):
    """Crops by number: step s on device d of n gets the crops from (s * n + d) * batch on.

    An epoch is the steps from one saved state to the next, so that a resumed run starts with a new one.

    Args:
        pairs: crops with rgb.
        thermal_only: crops without; None for none.
        schedule: see there.
    """

    def __init__(self, pairs: CropDataset, thermal_only: CropDataset | None, schedule: Schedule) -> None:
        super().__init__()
        self._pairs = pairs
        self._thermal_only = thermal_only
        self._schedule = schedule

    def train_dataloader(self) -> dict[str, DataLoader[TrainingCrop]]:
        """Load the batches from the step that the run stands at to the next saved state."""
        loaders = {"pairs": self._loader(self._pairs, self._schedule.pairs_per_step)}
        if self._thermal_only is not None and self._schedule.thermal_per_step:
            loaders["thermal_only"] = self._loader(self._thermal_only, self._schedule.thermal_per_step)
        return loaders

    def _loader(self, crops: CropDataset, batch_size: int) -> DataLoader[TrainingCrop]:
        trainer: Any = self.trainer
        first, schedule = trainer.global_step, self._schedule
        last = min(first - first % schedule.save_every + schedule.save_every, schedule.steps)
        numbers = [
            (step * trainer.world_size + trainer.global_rank) * batch_size + index
            for step in range(first, last)
            for index in range(batch_size)
        ]
        return DataLoader(
            crops,
            batch_size,
            sampler=numbers,
            num_workers=schedule.workers,
            # Workers share the pictures that are in memory; otherwise each would be sent all of them.
            multiprocessing_context="fork" if schedule.workers else None,
            pin_memory=torch.cuda.is_available(),
        )
