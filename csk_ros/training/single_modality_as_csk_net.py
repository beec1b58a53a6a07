"""A plain network in the place of CSK-Net, so that both are scored alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from csk_ros.network.csk_net import Logits

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.per_modality import Modality
    from csk_ros.network.single_modality_net import SingleModalityNet


class SingleModalityAsCSKNet(nn.Module):
    """Answers in the one mode that the plain network knows.

    Args:
        network: the plain network.
        modality: whose pictures it knows.
    """

    def __init__(self, network: SingleModalityNet, modality: Modality) -> None:
        super().__init__()
        self.network = network
        self._modality = modality

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        """Segment as `CSKNet` does.

        Raises:
            ValueError: the other camera's picture is given, or none.
        """
        pictures = {"rgb": rgb, "thermal": thermal}
        picture = pictures.pop(self._modality)
        if picture is None or any(other is not None for other in pictures.values()):
            raise ValueError(f"this network segments {self._modality} pictures alone")
        logits = {"rgb": None, "thermal": None, self._modality: self.network(picture)}
        return Logits(fused=None, **logits)
