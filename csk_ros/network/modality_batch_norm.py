"""One batch norm per modality inside an encoder whose convolutions are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from csk_ros.network.per_modality import PerModality

if TYPE_CHECKING:
    from torch import Tensor


class ModalityBatchNorm2d(PerModality):
    """Two BatchNorm2d, one for rgb and one for thermal.

    Shared convolutions with a batch norm per modality are known from the paper (arXiv:2312.02240).
    """

    rgb: nn.BatchNorm2d
    thermal: nn.BatchNorm2d

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__(norm)

    @classmethod
    def convert(cls, module: nn.Module) -> nn.Module:
        """Replace every BatchNorm2d inside a module and return it; a BatchNorm2d itself comes back replaced.

        The module is changed in place, as by `nn.SyncBatchNorm.convert_sync_batchnorm`.
        """
        if isinstance(module, nn.BatchNorm2d):
            return cls(module)
        if not isinstance(module, ModalityBatchNorm2d):
            for name, child in module.named_children():
                setattr(module, name, cls.convert(child))
        return module

    def forward(self, x: Tensor) -> Tensor:
        """Normalise [B, C, H, W] by the statistics of the selected modality.

        Raises:
            RuntimeError: no modality is selected.
        """
        return super().forward(x)


def share_norms(module: nn.Module) -> None:
    """Let thermal use rgb's batch norms, in place: what one norm per modality is compared with."""
    for norm in module.modules():
        if isinstance(norm, ModalityBatchNorm2d):
            norm.thermal = norm.rgb
