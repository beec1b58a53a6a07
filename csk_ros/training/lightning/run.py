"""One training run on disk: started, continued, or found finished."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import TYPE_CHECKING, Any

import torch
from pytorch_lightning import Trainer
from pytorch_lightning.callbacks import LearningRateMonitor, ModelCheckpoint
from pytorch_lightning.loggers import TensorBoardLogger

from csk_ros.file_replacement import replace_file
from csk_ros.training.lightning.devices import is_main_process
from csk_ros.training.lightning.progress_bar import RunProgressBar
from csk_ros.training.lightning.state_file import StateFile
from csk_ros.training.lightning.training_module import LOG_EVERY
from csk_ros.training.lightning.validation import Validation
from csk_ros.training.lightning.weight_average import WeightAverage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import nn

    from csk_ros.training.lightning.devices import Devices
    from csk_ros.training.lightning.schedule import Schedule
    from csk_ros.training.lightning.training_data import TrainingData
    from csk_ros.training.lightning.training_module import TrainingModule


class TrainingRun:
    """The folder of a run: its state, its settings, its TensorBoard log.

    A run goes on from the last saved state. On a CPU, with the same number of threads, it ends with the very
    weights of one that was not interrupted; some of CUDA's sums have no fixed order.

    Args:
        folder: made if missing; a run found there is continued.
        settings: what decides the result, JSON-able; a run goes on only with the same.
        devices: where to train; their number is a part of the settings, as it decides the batches.

    Raises:
        ValueError: the folder holds a run of other settings.
    """

    def __init__(self, folder: Path, settings: dict[str, Any], devices: Devices) -> None:
        self._folder = folder
        self._devices = devices
        self._state = folder / "state.ckpt"
        settings = {**settings, "devices": devices.number}
        file = folder / "settings.json"
        if self.begun:
            _compare(file, settings)
        elif is_main_process():
            # Before the first state there is nothing to continue.
            folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps(settings, indent=2)
            replace_file(file, lambda unfinished: unfinished.write_text(text, encoding="utf-8"))

    @property
    def begun(self) -> bool:
        """Whether there is a state to go on from, or a finished run."""
        return self._state.exists()

    def train(
        self,
        module: TrainingModule,
        data: TrainingData,
        schedule: Schedule,
        *,
        clip_norm: float,
        score: Callable[[nn.Module], dict[str, float]],
    ) -> None:
        """Train from where the run stands to its end, and leave the averaged weights in the module.

        Args:
            module: what learns.
            data: what it learns from.
            schedule: how long.
            clip_norm: limit of the gradient's norm.
            score: called with the module's averaged network now and then; tells figures by name.

        Raises:
            FloatingPointError: the loss is not finite any more.
            KeyboardInterrupt: it was interrupted or told to end; the last saved state is there.
        """
        done = self._steps_done()
        if done < schedule.steps:
            average = WeightAverage(schedule.ema_decay, self._devices.device)
            callbacks = [
                average,
                LearningRateMonitor(logging_interval="step"),
                RunProgressBar(self._folder.name),
                ModelCheckpoint(
                    self._folder, self._state.stem, every_n_epochs=1, enable_version_counter=False
                ),
            ]
            if schedule.validate_every:
                callbacks.append(Validation(average, schedule.validate_every, score))
            # At the level below it advertises.
            logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
            trainer = Trainer(
                accelerator=self._devices.device.type,
                devices=self._devices.for_lightning,
                sync_batchnorm=self._devices.number > 1 and self._devices.device.type == "cuda",
                use_distributed_sampler=False,
                precision=schedule.precision,
                max_steps=schedule.steps,
                reload_dataloaders_every_n_epochs=1,
                gradient_clip_val=clip_norm,
                log_every_n_steps=min(LOG_EVERY, schedule.save_every),
                logger=TensorBoardLogger(
                    self._folder, name=None, version="tensorboard", purge_step=done or None
                ),
                callbacks=callbacks,
                plugins=[StateFile()],
                enable_model_summary=False,
            )
            if done and is_main_process():
                print(f"{self._folder}: going on from step {done} of {schedule.steps}", flush=True)
            _fit(trainer, module, data, str(self._state) if done else None)
        module.load_state_dict(self._load()["state_dict"])

    def _steps_done(self) -> int:
        return int(self._load()["global_step"]) if self.begun else 0

    def _load(self) -> dict[str, Any]:
        state: dict[str, Any] = torch.load(self._state, map_location="cpu", weights_only=True, mmap=True)
        return state


def _fit(trainer: Trainer, module: TrainingModule, data: TrainingData, state: str | None) -> None:
    with warnings.catch_warnings():
        for text in (
            ".*does not have many workers.*",  # that is the schedule's business
            ".*exists and is not empty.*",  # the settings are there
            ".*smaller than the logging interval.*",  # an epoch ends at the next saved state
            ".*treespec.*is deprecated.*",  # a word between Lightning and torch
        ):
            warnings.filterwarnings("ignore", text)
        try:
            trainer.fit(module, datamodule=data, ckpt_path=state, weights_only=True)
        except SystemExit as error:
            # Lightning's way to end after a signal, with an exit code that may well be 0.
            print("\nthe same command goes on from the last saved state", file=sys.stderr)
            raise KeyboardInterrupt from error


def _compare(file: Path, settings: dict[str, Any]) -> None:
    there, here = _flat(json.loads(file.read_text(encoding="utf-8"))), _flat(settings)
    differences = [
        f"{place} is {there.get(place, 'absent')} there and {here.get(place, 'absent')} here"
        for place in sorted(there.keys() | here.keys())
        if there.get(place) != here.get(place)
    ]
    if differences:
        raise ValueError(
            f"{file.parent} holds a run of other settings: {'; '.join(differences)}. Choose another "
            "--run-dir, or remove that one"
        )


def _flat(members: Any, place: str = "") -> dict[str, Any]:
    """The values in nested members and lists by their place, such as `pairs.0.share`."""
    if not isinstance(members, dict | list):
        return {place: members}
    items = members.items() if isinstance(members, dict) else enumerate(members)
    return {
        inner: value
        for name, member in items
        for inner, value in _flat(member, f"{place}.{name}" if place else str(name)).items()
    }
