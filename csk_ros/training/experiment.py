"""An experiment from its file to a trained network: teacher first, then CSK-Net or a baseline."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from csk_ros.datasets.label_census import LabelCensus, not_shown
from csk_ros.datasets.problem import DatasetError
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.checkpoint_description import describe
from csk_ros.training.config import config_as_json
from csk_ros.training.crops.crop_dataset import CropDataset
from csk_ros.training.encoder_weights import encoder_weights
from csk_ros.training.lightning.devices import is_main_process
from csk_ros.training.lightning.optimizer import freeze_early
from csk_ros.training.lightning.run import TrainingRun
from csk_ros.training.lightning.single_modality_module import SingleModalityModule
from csk_ros.training.lightning.student_module import StudentModule
from csk_ros.training.lightning.training_data import TrainingData
from csk_ros.training.losses.objective import Objective
from csk_ros.training.single_modality_as_csk_net import SingleModalityAsCSKNet
from csk_ros.training.start_checkpoint import check_start, start_from_checkpoint
from csk_ros.training.validator import Metrics, Validator, mean_ious

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import SampleSource
    from csk_ros.labels import LabelSet
    from csk_ros.network.per_modality import Modality
    from csk_ros.training.config import TrainingConfig
    from csk_ros.training.crops.augmentation import Augmentation
    from csk_ros.training.data_sets import DataSets
    from csk_ros.training.lightning.devices import Devices
    from csk_ros.training.lightning.schedule import Schedule
    from csk_ros.training.lightning.training_module import TrainingModule


class Experiment:
    """What a config describes, on data and devices.

    All data sets, and the checkpoint to start from, are opened at once: what is wrong with one is told before
    any work is done.

    Args:
        config: the experiment.
        label_set: its classes.
        data_sets: where to open them.
        devices: where to compute.
        score_only: nothing will be trained: open the validation sets alone.

    Raises:
        ValueError: a data set or the checkpoint cannot be used, or the config does not fit the classes or the
            devices.
    """

    def __init__(
        self,
        config: TrainingConfig,
        label_set: LabelSet,
        data_sets: DataSets,
        devices: Devices,
        *,
        score_only: bool = False,
    ) -> None:
        config.check_classes(label_set)
        _check_devices(config, devices)
        self.config = config
        self.label_set = label_set
        self._data_sets = data_sets
        self._devices = devices
        if not score_only:
            check_start(config, data_sets.data)
        pairs, thermal_only = ((), ()) if score_only else (config.pairs, config.thermal_only)
        learnt = [_census(data_sets.open_pairs(source, label_set), label_set) for source in pairs]
        if learnt:
            _check_shown(learnt, label_set)
        for source in thermal_only:
            _census(data_sets.open(source, label_set), label_set)
        scored = [_census(data_sets.open_pairs(source, label_set), label_set) for source in config.validation]
        lost = not_shown("validation", label_set, [census.classes for census in scored]) if scored else None
        if lost is not None:
            _warn([lost.text])
        validation = {source.name: data_sets.open(source, label_set) for source in config.validation}
        self._validator = Validator(validation, describe(config, label_set, {}, {}), str(devices.device))

    @property
    def teacher_name(self) -> str:
        """Name the teacher's folder: experiments of one name can share their teacher."""
        settings = self._plain_settings("rgb", *self._teacher_course())
        return f"teacher-{hashlib.sha256(json.dumps(settings).encode()).hexdigest()[:8]}"

    def train_teacher(self, folder: Path) -> SingleModalityNet:
        """Train the rgb network to imitate, or take it from the finished run in `folder`.

        Raises:
            ValueError: the config has no teacher, or `folder` holds another run.
        """
        return self._train_plain("rgb", *self._teacher_course(), folder)

    def train_baseline(self, modality: Modality, folder: Path) -> SingleModalityNet:
        """Train a plain network for one camera on the crops and for the steps that CSK-Net has.

        Raises:
            ValueError: `folder` holds another run.
        """
        return self._train_plain(modality, self.config.schedule, self.config.augmentation, folder)

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
        network = CSKNet(len(self.label_set), **config.network.arguments)
        weights = encoder_weights(config.network, self._data_sets.data)
        if weights is not None:
            network.initialise_encoder(weights)
        settings = config_as_json(config) | {
            "label_set": list(self.label_set.classes),
            "schedule": _decisive(config.schedule),
            "validation": [],
        }
        run = TrainingRun(folder, settings, self._devices)
        if config.start is not None:
            # A run that goes on has heads of its own already.
            data = self._data_sets.data
            start_from_checkpoint(network, self.label_set, config.start, data, tell=not run.begun)
        objective = Objective(config.losses, network.encoder.channels[-1], teacher)
        self._train(
            StudentModule(network, objective, config.optimizer, config.schedule),
            self._training_data(config.schedule, config.augmentation, config.thermal_only),
            run,
            config.schedule,
            self.validate,
        )
        return network

    def validate(self, network: CSKNet) -> Metrics:
        """Score CSK-Net in every mode."""
        return self._validator(network)

    def validate_plain(self, network: SingleModalityNet, modality: Modality) -> Metrics:
        """Score a plain network in its mode."""
        return self._validator(SingleModalityAsCSKNet(network, modality), (Mode(modality),))

    def _teacher_course(self) -> tuple[Schedule, Augmentation]:
        if self.config.teacher is None:
            raise ValueError("there is no teacher in the config; say `teacher: {steps: 600}`")
        schedule = replace(self.config.schedule, steps=self.config.teacher.steps)
        # What the teacher is to hand on is what a picture shows in full light.
        return schedule, replace(self.config.augmentation, darken=0.0, blackout=0.0)

    def _train_plain(
        self, modality: Modality, schedule: Schedule, augmentation: Augmentation, folder: Path
    ) -> SingleModalityNet:
        config = self.config
        torch.manual_seed(schedule.seed)
        network = SingleModalityNet(len(self.label_set), backbone=config.network.backbone)
        weights = encoder_weights(config.network, self._data_sets.data)
        if weights is not None:
            network.encoder.load_state_dict(weights)
        thermal_only = config.thermal_only if modality == "thermal" else ()
        self._train(
            SingleModalityModule(network, modality, config.losses.heads, config.optimizer, schedule.steps),
            self._training_data(schedule, augmentation, thermal_only),
            TrainingRun(folder, self._plain_settings(modality, schedule, augmentation), self._devices),
            schedule,
            lambda candidate: self.validate_plain(candidate, modality),
        )
        return network

    def _plain_settings(
        self, modality: Modality, schedule: Schedule, augmentation: Augmentation
    ) -> dict[str, Any]:
        """What the weights of a plain network depend on."""
        members = config_as_json(self.config)
        return {
            "modality": modality,
            "label_set": list(self.label_set.classes),
            "network": {name: members["network"][name] for name in ("backbone", "encoder_weights")},
            "heads": members["losses"]["heads"],
            "schedule": _decisive(schedule),
            "augmentation": json.loads(json.dumps(asdict(augmentation))),
            "thermal_only": members["thermal_only"] if modality == "thermal" else [],
            **{
                name: members[name] for name in ("optimizer", "crops", "pairs", "normalization", "input_size")
            },
        }

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
            score=lambda network: mean_ious(validate(network)),
        )

    def _training_data(
        self, schedule: Schedule, augmentation: Augmentation, thermal_only: Sequence[DatasetConfig]
    ) -> TrainingData:
        def crops(sources: Sequence[DatasetConfig]) -> CropDataset:
            return CropDataset(
                [(self._data_sets.open(source, self.label_set), source.share) for source in sources],
                input_size=self.config.input_size,
                normalization=self.config.normalization,
                settings=self.config.crops,
                augmentation=augmentation,
                classes=self.label_set.classes,
                seed=schedule.seed,
            )

        return TrainingData(crops(self.config.pairs), crops(thermal_only) if thermal_only else None, schedule)


def _check_devices(config: TrainingConfig, devices: Devices) -> None:
    if config.network.shared_norms and devices.number > 1:
        raise ValueError(
            "network.shared_norms is trained on one device: batch norms that several devices average cannot "
            "be shared by the cameras, too"
        )


def _census(source: SampleSource, label_set: LabelSet) -> LabelCensus:
    """Count the labels of a data set.

    Raises:
        DatasetError: they hold ids outside of the label set.
    """
    census = LabelCensus(label_set)
    for index, name in enumerate(source.names):
        census.add(name, source.labels(index))
    unknown = [problem for problem in census.problems if problem.kind == "unknown label"]
    if unknown:
        raise DatasetError(unknown)
    _warn(problem.text for problem in census.problems)
    return census


def _check_shown(learnt: Sequence[LabelCensus], label_set: LabelSet) -> None:
    """Warn of classes that nothing shows, which are never predicted then.

    Raises:
        DatasetError: one class is shown at most, so that there is nothing to learn.
    """
    problem = not_shown("pairs", label_set, [census.classes for census in learnt])
    if problem is None:
        return
    if len(problem.names) >= len(label_set) - 1:
        raise DatasetError([problem, *(found for census in learnt for found in census.problems)])
    _warn([problem.text])


def _warn(texts: Iterable[str]) -> None:
    if is_main_process():
        for text in texts:
            print(f"warning: {text}", flush=True)


def _decisive(schedule: Schedule) -> dict[str, Any]:
    """The parts of a schedule that a run's weights depend on."""
    return {
        name: value
        for name, value in asdict(schedule).items()
        if name not in {"workers", "save_every", "validate_every"}
    }
