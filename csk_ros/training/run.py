"""One training run on disk: started, continued, or found finished."""

from __future__ import annotations

import json
import logging
import warnings
from typing import TYPE_CHECKING, Any

import torch
from pytorch_lightning import Trainer
from pytorch_lightning.callbacks import LearningRateMonitor, ModelCheckpoint
from pytorch_lightning.loggers import TensorBoardLogger

from csk_ros.training.progress_bar import RunProgressBar
from csk_ros.training.validation import Validation
from csk_ros.training.weight_average import WeightAverage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import nn

    from csk_ros.training.devices import Devices
    from csk_ros.training.schedule import Schedule
    from csk_ros.training.training_data import TrainingData
    from csk_ros.training.training_module import TrainingModule

_SETTINGS = "settings.json"


class TrainingRun:
    """The folder of a run: its state, its settings, its TensorBoard log.

    A run ends with the same weights whether or not it was interrupted: it goes on from the last saved state.

    Args:
        folder: made if missing; a run found there is continued.
        settings: what decides the result, JSON-able; a run goes on only with the same.

    Raises:
        ValueError: the folder holds a run of other settings.
    """

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._folder = folder
        self._state = folder / "state.ckpt"
        file = folder / _SETTINGS
        if file.exists():
            found = json.loads(file.read_text(encoding="utf-8"))
            names = sorted(k for k in found.keys() | settings.keys() if found.get(k) != settings.get(k))
            if names:
                raise ValueError(
                    f"{folder} holds a run of other settings, which differ in {', '.join(names)}; "
                    "choose another --run-dir, or remove that one"
                )
        else:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings, indent=2), encoding="utf-8")

    def train(
        self,
        module: TrainingModule,
        data: TrainingData,
        schedule: Schedule,
        *,
        clip_norm: float,
        devices: Devices,
        score: Callable[[nn.Module], dict[str, float]],
    ) -> None:
        """Train from where the run stands to its end, and leave the averaged weights in the module.

        Args:
            module: what learns.
            data: what it learns from.
            schedule: how long.
            clip_norm: limit of the gradient's norm.
            devices: where.
            score: called with the module's averaged network now and then; tells figures by name.
        """
        if self._steps_done() < schedule.steps:
            average = WeightAverage(schedule.ema_decay)
            callbacks = [
                average,
                LearningRateMonitor(logging_interval="step"),
                RunProgressBar(),
                ModelCheckpoint(
                    self._folder, self._state.stem, every_n_epochs=1, enable_version_counter=False
                ),
            ]
            if schedule.validate_every:
                callbacks.append(Validation(average, schedule.validate_every, score))
            # At the level below it advertises.
            logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
            trainer = Trainer(
                accelerator=devices.accelerator,
                devices=devices.devices,
                sync_batchnorm=devices.number > 1 and devices.accelerator == "cuda",
                use_distributed_sampler=False,
                precision=schedule.precision,
                max_steps=schedule.steps,
                reload_dataloaders_every_n_epochs=1,
                gradient_clip_val=clip_norm,
                log_every_n_steps=min(10, schedule.save_every),
                logger=TensorBoardLogger(self._folder, name=None, version="tensorboard"),
                callbacks=callbacks,
                enable_model_summary=False,
            )
            start = str(self._state) if self._state.exists() else None
            with warnings.catch_warnings():
                _quieten()
                trainer.fit(module, datamodule=data, ckpt_path=start, weights_only=True)
        module.load_state_dict(self._load()["state_dict"])

    def _steps_done(self) -> int:
        return int(self._load()["global_step"]) if self._state.exists() else 0

    def _load(self) -> dict[str, Any]:
        state: dict[str, Any] = torch.load(self._state, map_location="cpu", weights_only=True)
        return state


def _quieten() -> None:
    """Keep back Lightning's advice that does not hold here."""
    for text in (
        ".*does not have many workers.*",  # that is the schedule's business
        ".*module.* in eval mode.*",  # a teacher is meant to be
        ".*exists and is not empty.*",  # the settings are there
        ".*smaller than the logging interval.*",  # an epoch is no more than the way to the next saved state
        ".*treespec.*is deprecated.*",  # a word between Lightning and torch
    ):
        warnings.filterwarnings("ignore", text)
