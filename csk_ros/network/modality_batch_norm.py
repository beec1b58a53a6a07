"""One batch norm per modality inside an encoder whose convolutions are shared."""

from __future__ import annotations

from torch import nn

from csk_ros.network.per_modality import PerModality


class ModalityBatchNorm2d(PerModality):
    """Two BatchNorm2d, one for rgb and one for thermal.

    Shared convolutions with a batch norm per modality are known from the paper (arXiv:2312.02240).
    """

    rgb: nn.BatchNorm2d
    thermal: nn.BatchNorm2d

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


def share_norms(module: nn.Module) -> None:
    """Let thermal use rgb's batch norms, in place: what one norm per modality is compared with."""
    for norm in module.modules():
        if isinstance(norm, ModalityBatchNorm2d):
            norm.thermal = norm.rgb
