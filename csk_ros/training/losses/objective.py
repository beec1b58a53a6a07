"""The losses of CSK-Net: three heads, distillation from the rgb teacher, contrast between the cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from pydantic import Field
from pydantic.dataclasses import dataclass
from torch import nn

from csk_ros.config_file import STRICT
from csk_ros.network.features import Features
from csk_ros.training.losses.distillation import Distillation, DistillationSettings
from csk_ros.training.losses.pixel_contrast import (
    ContrastSettings,
    ProjectionHead,
    choose_pixels,
    contrast_loss,
)
from csk_ros.training.losses.segmentation import SegmentationLoss, only_usable

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet, Logits
    from csk_ros.network.single_modality_net import SingleModalityNet
    from csk_ros.training.crops.crop_dataset import TrainingCrop


@dataclass(frozen=True, config=STRICT)
class LossSettings:
    """What the networks learn from."""

    heads: SegmentationLoss
    """Of the heads rgb, thermal and fused, which count alike."""
    distillation: DistillationSettings = Field(default_factory=DistillationSettings)
    contrast: ContrastSettings = Field(default_factory=ContrastSettings)


class Objective(nn.Module):
    """The losses of one step, each already multiplied by its weight.

    Args:
        settings: see there.
        encoder_channels: of the encoder's deepest map.
        teacher: rgb network to imitate; wanted where distillation is.

    Raises:
        ValueError: distillation is wanted and there is no teacher.
    """

    def __init__(
        self, settings: LossSettings, encoder_channels: int, teacher: SingleModalityNet | None = None
    ) -> None:
        super().__init__()
        self.settings = settings
        self.distillation = None
        if settings.distillation.wanted:
            if teacher is None:
                raise ValueError("distillation has a weight above 0 and needs a teacher; give one")
            self.distillation = Distillation(teacher, settings.distillation)
        self.projection = None
        if settings.contrast.weight:
            self.projection = ProjectionHead(encoder_channels, settings.contrast.channels)

    def forward(
        self,
        network: CSKNet,
        pairs: TrainingCrop,
        thermal_only: TrainingCrop | None,
        *,
        exchange: bool,
        step: int,
        generator: torch.Generator,
    ) -> dict[str, Tensor]:
        """Compute the losses by name; every head learns from the pictures that show it enough.

        Args:
            network: in training mode.
            pairs: a batch of crops with rgb.
            thermal_only: a batch of further crops for the thermal head.
            exchange: whether rgb takes channels from thermal. Without it, the rgb branch learns to do on
                its own.
            step: number of the step.
            generator: of the CPU; source of chance.
        """
        features = _features(network, pairs, thermal_only, exchange=exchange)
        logits = network.heads(features)
        losses = self._heads(logits, pairs, thermal_only)
        if self.distillation is not None:
            found = self.distillation(features.rgb, logits.rgb, pairs.clean_rgb, pairs.rgb_usable)
            losses |= {f"distillation_{name}": loss for name, loss in found.items()}
        if self.projection is not None:
            weight = self.settings.contrast.weight if step >= self.settings.contrast.start else 0.0
            # Before its start it is computed, too: several GPUs expect a gradient of every weight.
            losses["contrast"] = weight * self._contrast(self.projection, features, logits, pairs, generator)
        return losses

    def _heads(
        self, logits: Logits, pairs: TrainingCrop, thermal_only: TrainingCrop | None
    ) -> dict[str, Tensor]:
        usable = {
            "fused": pairs.rgb_usable | pairs.thermal_usable,
            "thermal": pairs.thermal_usable,
            "rgb": pairs.rgb_usable,
        }
        scored = {
            head: (output, pairs.labels, usable[head])
            for head, output in logits._asdict().items()
            if output is not None
        }
        if thermal_only is not None:
            output, labels, shows = scored["thermal"]
            scored["thermal"] = (
                output,
                torch.cat((labels, thermal_only.labels)),
                torch.cat((shows, thermal_only.thermal_usable)),
            )
        return {head: self.settings.heads(*arguments) for head, arguments in scored.items()}

    def _contrast(
        self,
        projection: ProjectionHead,
        features: Features,
        logits: Logits,
        pairs: TrainingCrop,
        generator: torch.Generator,
    ) -> Tensor:
        """Contrast the pixels of the encoder's deepest maps, those of both cameras in one crowd."""
        settings = self.settings.contrast
        # The order decides which pixel an index names.
        branches = (
            (features.rgb, logits.rgb, pairs.rgb_usable),
            (features.thermal, logits.thermal, pairs.thermal_usable),
        )
        maps, labels, answers = [], [], []
        for branch, output, usable in branches:
            if branch is not None and output is not None:
                # Without the thermal pictures that have no partner.
                encoded, scores = branch.encoder[: len(usable)], output[: len(usable)].detach()
                size = encoded.shape[2:]
                maps.append(encoded)
                labels.append(_shrunk(only_usable(pairs.labels, usable), size))
                answers.append(_shrunk(scores.argmax(1), size))
        embeddings: Tensor = projection(torch.cat(maps)).movedim(1, -1).flatten(0, 2)
        all_labels, all_answers = torch.cat(labels).flatten(), torch.cat(answers).flatten()
        chosen = choose_pixels(all_labels, all_answers, settings, generator).to(embeddings.device)
        return contrast_loss(embeddings[chosen].float(), all_labels[chosen], settings.temperature)


def _features(
    network: CSKNet, pairs: TrainingCrop, thermal_only: TrainingCrop | None, *, exchange: bool
) -> Features:
    """Encode and decode; the thermal pictures of both kinds of data sets pass as one batch.

    At inference one set of batch norm statistics serves all of them: two batches, each normalised by its
    own, would teach the network what it will not see.
    """
    thermal = pairs.thermal
    if thermal_only is not None:
        thermal = torch.cat((thermal, thermal_only.thermal))
    if exchange:
        return network.features(pairs.rgb, thermal)
    return Features(
        rgb=network.features(pairs.rgb, None).rgb, thermal=network.features(None, thermal).thermal
    )


def _shrunk(class_ids: Tensor, size: torch.Size) -> Tensor:
    """Resize class ids [B, H, W] by nearest neighbour."""
    return F.interpolate(class_ids[:, None].float(), size=size, mode="nearest-exact")[:, 0].long()
