"""Supervised contrast between pixels of both cameras: one class, one direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from pydantic import Field
from pydantic.dataclasses import dataclass
from torch import nn

from csk_ros.config_file import STRICT
from csk_ros.labels import UNLABELLED

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, config=STRICT)
class ContrastSettings:
    """Weight of the contrast, and on which pixels it works.

    A contrastive loss between pixel embeddings of the modalities is known from the paper
    (arXiv:2312.02240); sampling and constants are those of ContrastiveSeg (arXiv:2101.11939).
    """

    weight: Annotated[float, Field(ge=0)] = 0.0
    """0 turns it off."""
    temperature: Annotated[float, Field(gt=0)] = 0.1
    pixels: Annotated[int, Field(ge=2)] = 1024
    """At most this many pixels of a batch."""
    pixels_per_class: Annotated[int, Field(ge=2)] = 100
    """At most this many of them of one class."""
    channels: Annotated[int, Field(ge=1)] = 256
    """Of the embeddings."""
    start: Annotated[int, Field(ge=0)] = 0
    """First step with contrast: embeddings are to be of some use before they are pushed around."""


class ProjectionHead(nn.Module):
    """Embed every pixel of an encoder's map: two 1x1 convolutions, with batch norm and ReLU in between.

    Needed in training alone.
    """

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, in_channels, 1, bias=False),
            nn.BatchNorm2d(in_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(in_channels, channels, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Embed [B, in_channels, h, w] as [B, channels, h, w], each pixel of length 1."""
        return F.normalize(self.layers(x), dim=1)


def choose_pixels(
    labels: Tensor, answers: Tensor, settings: ContrastSettings, generator: torch.Generator
) -> Tensor:
    """Choose pixels of every class at random, half of them wrongly answered ones where there are enough.

    Args:
        labels: class ids int64[N] of all pixels; 255 is unlabelled and never chosen.
        answers: the network's class ids int64[N].
        settings: the limits.
        generator: of the CPU; source of chance.

    Returns:
        Indices int64[n], on the CPU.
    """
    labels, answers = labels.cpu(), answers.cpu()
    classes = [c for c in torch.unique(labels).tolist() if c != UNLABELLED]
    quota = min(settings.pixels_per_class, settings.pixels // max(len(classes), 1))
    chosen = []
    for class_id in classes:
        of_class = labels == class_id
        hard = _shuffled((of_class & (answers != class_id)).nonzero()[:, 0], generator)
        easy = _shuffled((of_class & (answers == class_id)).nonzero()[:, 0], generator)
        number_hard = max(min(len(hard), quota // 2), min(len(hard), quota - len(easy)))
        chosen += [hard[:number_hard], easy[: quota - number_hard]]
    return torch.cat(chosen) if chosen else torch.zeros(0, dtype=torch.int64)


def contrast_loss(embeddings: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """Supervised InfoNCE over pixels; 0 where no pixel has both a partner and an opponent.

    For a pixel i, with P its partners (the other pixels of its class), N its opponents (the pixels of other
    classes) and s the cosine over the temperature:
    L_i = -1/|P| sum over p in P of log(exp(s_ip) / (exp(s_ip) + sum over n in N of exp(s_in))),
    averaged over the pixels that have both (ContrastiveSeg, arXiv:2101.11939, equation 3).

    Args:
        embeddings: float[n, C] of unit length.
        labels: class ids int64[n].
        temperature: over 0.
    """
    similarity = embeddings @ embeddings.T / temperature
    same = labels[:, None] == labels[None]
    partners = same & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    counted = partners.any(1) & (~same).any(1)
    if not counted.any():
        return embeddings.sum() * 0.0
    similarity, same, partners = similarity[counted], same[counted], partners[counted]
    opponents = similarity.masked_fill(same, -torch.inf).logsumexp(1, keepdim=True)
    # -log(e^s / (e^s + e^o)) = softplus(o - s), without overflow.
    per_partner = F.softplus(opponents - similarity) * partners
    return (per_partner.sum(1) / partners.sum(1)).mean()


def _shuffled(indices: Tensor, generator: torch.Generator) -> Tensor:
    return indices[torch.randperm(len(indices), generator=generator)]
