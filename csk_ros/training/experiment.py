"""An experiment from its file to a trained network: teacher first, then CSK-Net or a baseline."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from csk_ros.datasets.cached import CachedSamples
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.checkpoint_description import describe
from csk_ros.training.config import config_as_json
from csk_ros.training.crop_dataset import CropDataset
from csk_ros.training.encoder_weights import encoder_weights
from csk_ros.training.objective import Objective
from csk_ros.training.optimizer import freeze_early
from csk_ros.training.run import TrainingRun
from csk_ros.training.single_modality_as_csk_net import SingleModalityAsCSKNet
from csk_ros.training.single_modality_module import SingleModalityModule
from csk_ros.training.student_module import StudentModule
from csk_ros.training.training_data import TrainingData
from csk_ros.training.validator import Metrics, Validator, mean_ious

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import SampleSource
    from csk_ros.labels import LabelSet
    from csk_ros.network.per_modality import Modality
    from csk_ros.training.augmentation import Augmentation
    from csk_ros.training.config import TrainingConfig
    from csk_ros.training.devices import Devices
    from csk_ros.training.schedule import Schedule
    from csk_ros.training.training_module import TrainingModule

_SINGLE_SETTINGS = ("optimizer", "crops", "pairs", "label_set", "normalization")
"""Parts of the config that a plain network's weights depend on, besides those named in `_train_single`."""


class Experiment:
    """What a config describes, on data and devices.

    Every data set is opened when it is first needed, and stays in memory.

    Args:
        config: the experiment.
        label_set: its classes.
        data: the folder that the config's folders are in.
        devices: where to compute.
    """

    def __init__(self, config: TrainingConfig, label_set: LabelSet, data: Path, devices: Devices) -> None:
        self.config = config
        self.label_set = label_set
        self._data = data
        self._devices = devices
        self._opened: dict[DatasetConfig, SampleSource] = {}

    def train_teacher(self, folder: Path) -> SingleModalityNet:
        """Train the rgb network to imitate, or take it from the finished run in `folder`.

        Raises:
            ValueError: the config has no teacher, or `folder` holds another run.
        """
        if self.config.teacher is None:
            raise ValueError("there is no teacher in the config; say `teacher: {steps: 600}`")
        schedule = replace(self.config.schedule, steps=self.config.teacher.steps)
        # What the teacher is to hand on is what a picture shows in full light.
        augmentation = replace(self.config.augmentation, darken=0.0, blackout=0.0)
        return self._train_single("rgb", augmentation, schedule, folder)

    def train_baseline(self, modality: Modality, folder: Path) -> SingleModalityNet:
        """Train a plain network for one camera on the crops and for the steps that CSK-Net has.

        Raises:
            ValueError: `folder` holds another run.
        """
        return self._train_single(modality, self.config.augmentation, self.config.schedule, folder)

    def train_student(self, folder: Path, teacher: SingleModalityNet | None) -> CSKNet:
        """Train CSK-Net, or take it from the finished run in `folder`.

        Args:
            folder: of the run.
            teacher: wanted where the config has distillation.

        Raises:
            ValueError: a teacher is wanted, or `folder` holds another run.
        """
        config = self.config
        torch.manual_seed(config.schedule.seed)
        arguments = asdict(config.network)
        del arguments["encoder_weights"]
        network = CSKNet(len(self.label_set), **arguments)
        weights = encoder_weights(config.network, self._data)
        if weights is not None:
            network.initialise_encoder(weights)
        objective = Objective(config.losses, network.encoder.channels[-1], teacher)
        module = StudentModule(network, objective, config.optimizer, config.schedule)
        data = self._training_data(config.augmentation, config.schedule, config.thermal_only)
        run = TrainingRun(folder, config_as_json(config))
        self._train(module, data, run, config.schedule, self.validate)
        return network

    def validate(self, network: CSKNet) -> Metrics:
        """Score CSK-Net in every mode."""
        return self._validator(network)

    def validate_single(self, network: SingleModalityNet, modality: Modality) -> Metrics:
        """Score a plain network in its mode."""
        return self._validator(SingleModalityAsCSKNet(network, modality), (Mode(modality),))

    @property
    def _validator(self) -> Validator:
        sources = {source.name: self._open(source) for source in self.config.validation}
        metadata = describe(self.config, self.label_set, {}, {})
        return Validator(sources, metadata, self._devices.accelerator)

    def _train_single(
        self, modality: Modality, augmentation: Augmentation, schedule: Schedule, folder: Path
    ) -> SingleModalityNet:
        config = self.config
        torch.manual_seed(schedule.seed)
        network = SingleModalityNet(len(self.label_set), backbone=config.network.backbone)
        weights = encoder_weights(config.network, self._data)
        if weights is not None:
            network.encoder.load_state_dict(weights)
        thermal_only = config.thermal_only if modality == "thermal" else ()
        members = config_as_json(
            replace(config, augmentation=augmentation, schedule=schedule, thermal_only=thermal_only)
        )
        settings = {
            name: members[name] for name in (*_SINGLE_SETTINGS, "augmentation", "schedule", "thermal_only")
        } | {
            "modality": modality,
            "backbone": config.network.backbone,
            "encoder_weights": config.network.encoder_weights,
            "heads": members["losses"]["heads"],
        }
        self._train(
            SingleModalityModule(network, modality, config.losses.heads, config.optimizer, schedule.steps),
            self._training_data(augmentation, schedule, thermal_only),
            TrainingRun(folder, settings),
            schedule,
            lambda candidate: self.validate_single(candidate, modality),
        )
        return network

    def _train(
        self,
        module: TrainingModule,
        data: TrainingData,
        run: TrainingRun,
        schedule: Schedule,
        validate: Callable[[Any], Metrics],
    ) -> None:
        nn.utils.convert_conv2d_weight_memory_format(module, torch.channels_last)
        if self.config.optimizer.frozen_blocks is not None:
            freeze_early(module.network.encoder, self.config.optimizer.frozen_blocks)
        run.train(
            module,
            data,
            schedule,
            clip_norm=self.config.optimizer.clip_norm,
            devices=self._devices,
            score=lambda network: mean_ious(validate(network)),
        )

    def _training_data(
        self, augmentation: Augmentation, schedule: Schedule, thermal_only: Sequence[DatasetConfig]
    ) -> TrainingData:
        return TrainingData(
            self._crops(self.config.pairs, augmentation, schedule.seed),
            self._crops(thermal_only, augmentation, schedule.seed) if thermal_only else None,
            schedule,
        )

    def _crops(self, sources: Sequence[DatasetConfig], augmentation: Augmentation, seed: int) -> CropDataset:
        return CropDataset(
            [(self._open(source), source.share) for source in sources],
            normalization=self.config.normalization,
            settings=self.config.crops,
            augmentation=augmentation,
            classes=self.label_set.classes,
            seed=seed,
        )

    def _open(self, source: DatasetConfig) -> SampleSource:
        if source not in self._opened:
            self._opened[source] = CachedSamples(source.open(self._data))
        return self._opened[source]
