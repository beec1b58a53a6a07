"""What a trained network's checkpoint says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros import __version__
from csk_ros.inference.checkpoint_metadata import ARCHITECTURE, CheckpointMetadata
from csk_ros.training.config import config_as_json
from csk_ros.training.source_revision import source_revision

if TYPE_CHECKING:
    from csk_ros.labels import LabelSet
    from csk_ros.training.config import TrainingConfig


def describe(
    config: TrainingConfig, label_set: LabelSet, arguments: dict[str, Any], metrics: dict[str, Any]
) -> CheckpointMetadata:
    """Describe a network that an experiment trained.

    Args:
        config: the experiment.
        label_set: its classes.
        arguments: of `CSKNet`.
        metrics: figures by data set and mode.
    """
    return CheckpointMetadata(
        architecture=ARCHITECTURE,
        arguments=arguments,
        label_set=label_set,
        normalization=config.normalization,
        input_size=config.input_size,
        training={"config": config_as_json(config), "csk_ros": __version__, "commit": source_revision()},
        metrics=metrics,
    )
