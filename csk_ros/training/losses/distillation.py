"""Distillation: the student's rgb branch imitates a frozen network that saw the undisturbed picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from pydantic import Field
from pydantic.dataclasses import dataclass
from torch import nn

from csk_ros.config_file import STRICT

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.features import BranchFeatures
    from csk_ros.network.single_modality_net import SingleModalityNet


@dataclass(frozen=True, config=STRICT)
class DistillationSettings:
    """Weights of the distillation losses; all 0 turns the teacher off.

    That the encoder and the rgb decoder's output are distilled from an rgb network is known from the paper
    (arXiv:2312.02240); the distance and the weights are our reading.
    """

    encoder: Annotated[float, Field(ge=0)] = 0.0
    """Of the distance between the deepest maps E."""
    decoder: Annotated[float, Field(ge=0)] = 0.0
    """Of the distance between the decoders' outputs F."""
    logits: Annotated[float, Field(ge=0)] = 0.0
    """Of the divergence of the class probabilities."""
    temperature: Annotated[float, Field(gt=0)] = 2.0
    """The logits are divided by this before they become probabilities."""

    @property
    def wanted(self) -> bool:
        """Whether a teacher is needed."""
        return self.encoder + self.decoder + self.logits > 0


class Distillation(nn.Module):
    """The losses between a student's rgb branch and its teacher.

    Every pixel counts as much as the teacher is sure of it: an rgb network knows little at night.

    Args:
        teacher: frozen here, and in evaluation mode for good.
        settings: see there.
    """

    def __init__(self, teacher: SingleModalityNet, settings: DistillationSettings) -> None:
        super().__init__()
        # In a tuple it is no part of this module: not trained, not averaged, not saved with each state.
        self._teacher = (teacher.eval().requires_grad_(requires_grad=False),)
        self.settings = settings

    def forward(
        self, student: BranchFeatures, logits: Tensor, clean_rgb: Tensor, usable: Tensor
    ) -> dict[str, Tensor]:
        """Compute the weighted losses, by name.

        Args:
            student: features of the student's rgb branch, of pictures that may be disturbed.
            logits: of the student's rgb head, [B, C, h, w].
            clean_rgb: the same pictures undisturbed, normalised, [B, 3, H, W].
            usable: bool[B]; pictures that show nothing teach nothing.
        """
        network = self._teacher[0].to(clean_rgb.device)
        with torch.no_grad():
            teacher = network.features(clean_rgb)
            teacher_logits = network.head(teacher.decoder)
            trust = teacher_logits.softmax(1).amax(1) * usable[:, None, None]
        settings = self.settings
        losses = {}
        if settings.encoder:
            losses["encoder"] = settings.encoder * feature_distance(student.encoder, teacher.encoder, trust)
        if settings.decoder:
            losses["decoder"] = settings.decoder * feature_distance(student.decoder, teacher.decoder, trust)
        if settings.logits:
            losses["logits"] = settings.logits * divergence(
                logits, teacher_logits, trust, settings.temperature
            )
        return losses


def feature_distance(student: Tensor, teacher: Tensor, trust: Tensor) -> Tensor:
    """Squared distance of the features' directions, averaged over pixels: 2 - 2 cos, so 0..4.

    Each pixel's features are divided by their length: ||s / |s| - t / |t| ||^2.

    Args:
        student: float[B, C, h, w].
        teacher: of the same shape.
        trust: weight of the pixels, float[B, h', w'] of 0 or more; resized to the maps.
    """
    difference = F.normalize(student, dim=1) - F.normalize(teacher, dim=1)
    return _weighted_mean(difference.square().sum(1), trust)


def divergence(student: Tensor, teacher: Tensor, trust: Tensor, temperature: float) -> Tensor:
    """T^2 * KL(teacher || student) of softened class probabilities, averaged over pixels.

    Hinton, Vinyals, Dean, arXiv:1503.02531; T^2 keeps the gradients' size independent of T.

    Args:
        student: logits, float[B, C, h, w].
        teacher: of the same shape.
        trust: weight of the pixels, see `feature_distance`.
        temperature: T.
    """
    log_student = F.log_softmax(student / temperature, dim=1)
    log_teacher = F.log_softmax(teacher / temperature, dim=1)
    pointwise = (log_teacher.exp() * (log_teacher - log_student)).sum(1)
    return temperature**2 * _weighted_mean(pointwise, trust)


def _weighted_mean(values: Tensor, weights: Tensor) -> Tensor:
    """Mean of [B, h, w] by weights that are resized to it; 0 where all weights are 0."""
    weights = F.interpolate(weights[:, None], size=values.shape[1:], mode="area")[:, 0]
    return (values * weights).sum() / weights.sum().clamp(min=1e-6)
