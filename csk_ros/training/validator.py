"""How good a network of an experiment is on its validation sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.score.score import score
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.inference.segmenter import Segmenter
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import nn

    from csk_ros.datasets.sample import SampleSource
    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

RGB_BLACK = "fused, rgb black"
"""Both pictures given, the rgb one black: what darkness, or a cap, does to the fused head."""

Metrics = dict[str, dict[str, Any]]
"""Figures by data set and mode, as in a checkpoint."""


class Validator:
    """Scores networks as a robot would run them.

    Args:
        sources: the validation sets by name.
        metadata: how to feed the networks.
        device: where to compute, see `select_device`.
    """

    def __init__(
        self, sources: Mapping[str, SampleSource], metadata: CheckpointMetadata, device: str
    ) -> None:
        self._sources = sources
        self._metadata = metadata
        self._device = device

    def __call__(self, network: nn.Module, modes: Sequence[Mode] = tuple(Mode)) -> Metrics:
        """Score a network, which is moved to the device and into evaluation mode.

        Args:
            network: `CSKNet`, or what segments like it.
            modes: those to score; with `fused`, also `RGB_BLACK`.
        """
        segmenter = Segmenter(TorchRuntime(network, self._metadata, self._device), self._metadata)
        metrics: Metrics = {}
        for name, source in self._sources.items():
            scores = {mode.value: found for mode, found in score(segmenter, source, modes).items()}
            if Mode.FUSED in modes:
                scores[RGB_BLACK] = score(segmenter, source, (Mode.FUSED,), rgb_light=0.0)[Mode.FUSED]
            metrics[name] = {mode: found.figures() for mode, found in scores.items()}
        return metrics


def mean_ious(metrics: Metrics) -> dict[str, float]:
    """Pick the mean IoU of every data set and mode that has one, by the name `data set/mode`."""
    return {
        f"{name}/{mode}": figures["miou"]
        for name, modes in metrics.items()
        for mode, figures in modes.items()
        if figures["miou"] is not None
    }
