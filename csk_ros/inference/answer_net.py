"""From pictures to labels in one graph: what every runtime executes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from torch import nn

from csk_ros.inference.answer_inputs import INPUTS

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.inference.normalization import Normalization
    from csk_ros.mode import Mode


class AnswerNet(nn.Module):
    """Labels pictures of one mode: normalise, segment, interpolate the logits to the pictures' size, choose.

    Outlines come from the interpolated logits: choosing on the network's own grid, a quarter of the size, is
    a little faster and loses on everything thin.

    Args:
        network: `CSKNet`, or what gives its logits.
        metadata: how to feed it.
        mode: decides which pictures there are, and which head answers.
        dtype: of the network.
    """

    def __init__(
        self,
        network: nn.Module,
        metadata: CheckpointMetadata,
        mode: Mode,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        self.network = network
        self.mode = mode
        self._size = metadata.input_size
        self._dtype = dtype
        normalization: Normalization = metadata.normalization
        self.register_buffer("_rgb_mean", torch.tensor(normalization.rgb_mean), persistent=False)
        self.register_buffer("_rgb_std", torch.tensor(normalization.rgb_std), persistent=False)
        self._thermal_scale = 255.0 / normalization.thermal_std
        self._thermal_offset = normalization.thermal_mean / normalization.thermal_std

    def forward(self, *pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Label one moment.

        Args:
            pictures: those of `INPUTS`: rgb as uint8[1, H, W, 3]; thermal as float32[1, H, W], stretched by
                `Normalization.stretch_thermal`.

        Returns:
            Class ids uint8[1, H, W], and the network's logits [1, C, h, w].
        """
        rgb = thermal = None
        for name, picture in zip(INPUTS[self.mode], pictures, strict=True):
            if name == "rgb":
                rgb = self._rgb(picture)
            else:
                thermal = self._thermal(picture)
        logits: Tensor = getattr(self.network(rgb, thermal), self.mode.value).float()
        # Several times as fast as argmax on a CPU.
        labels = upsample(logits, self._size).max(1).indices.to(torch.uint8)
        return labels, logits

    def _rgb(self, picture: Tensor) -> Tensor:
        mean, std = cast("Tensor", self._rgb_mean), cast("Tensor", self._rgb_std)
        return ((picture.float() - mean) / std).to(self._dtype).permute(0, 3, 1, 2)

    def _thermal(self, picture: Tensor) -> Tensor:
        return (picture * self._thermal_scale - self._thermal_offset).to(self._dtype)[:, None]


class ConfidenceNet(nn.Module):
    """Tells how sure labels are, from the logits that an `AnswerNet` gives with them.

    Args:
        input_size: height and width of the labels.
    """

    def __init__(self, input_size: tuple[int, int]) -> None:
        super().__init__()
        self._size = input_size

    def forward(self, logits: Tensor) -> Tensor:
        """Compute the softmax probability of the best class times 255, rounded: uint8[1, H, W]."""
        logits = upsample(logits, self._size)
        probability = (logits.max(1).values - logits.logsumexp(1)).exp()
        return (probability * 255).round().to(torch.uint8)


def upsample(logits: Tensor, size: tuple[int, int]) -> Tensor:
    """Interpolate logits [1, C, h, w] to [1, C, *size]."""
    return F.interpolate(logits.contiguous(), size=size, mode="bilinear", align_corners=False)
