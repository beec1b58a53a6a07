"""One batch norm per modality inside an encoder whose convolutions are shared."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, cast

from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Iterator

Modality = Literal["rgb", "thermal"]


class ModalityBatchNorm2d(nn.Module):
    """Two BatchNorm2d, one for rgb and one for thermal, both starting from the given one's values.

    Shared convolutions with a batch norm per modality are known from the paper (arXiv:2312.02240). Which of
    the two answers is set by the context manager `modality`; the other one is not touched by a pass.
    """

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        self.rgb = norm
        self.thermal = copy.deepcopy(norm)
        self.modality: Modality | None = None

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
        if self.modality is None:
            raise RuntimeError(
                "no modality is selected for a shared encoder; "
                'call it inside `with modality(encoder, "rgb"):` or "thermal"'
            )
        return cast("Tensor", (self.rgb if self.modality == "rgb" else self.thermal)(x))


@contextmanager
def modality(module: nn.Module, selected: Modality) -> Iterator[None]:
    """Let every modality batch norm inside a module answer for one modality, and restore afterwards.

    The selection is state of the module: one network serves one thread at a time.

    Raises:
        ValueError: the module holds no modality batch norm, or there is no such modality.
    """
    if selected not in {"rgb", "thermal"}:
        raise ValueError(f"the modalities are 'rgb' and 'thermal', not '{selected}'")
    norms = [norm for norm in module.modules() if isinstance(norm, ModalityBatchNorm2d)]
    if not norms:
        raise ValueError(
            f"{type(module).__name__} holds no modality batch norm; call ModalityBatchNorm2d.convert first"
        )
    before = [norm.modality for norm in norms]
    for norm in norms:
        norm.modality = selected
    try:
        yield
    finally:
        for norm, previous in zip(norms, before, strict=True):
            norm.modality = previous
