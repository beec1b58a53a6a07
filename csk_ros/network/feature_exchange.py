"""One-way exchange of whole feature channels from thermal to rgb inside a shared encoder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from csk_ros.network.modality_batch_norm import ModalityBatchNorm2d

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.network.encoder import Encoder


@dataclass(frozen=True)
class ExchangeRule:
    """Which channels rgb borrows, judged by |gamma_rgb| among the first half of a layer's channels.

    Raises:
        ValueError: a quantile outside 0..1 or a negative threshold.
    """

    quantile: float = 0.25
    """Borrow this part of the half, lowest |gamma| first (0.25: 12.5 % of the layer's channels)."""
    threshold: float | None = None
    """Instead of the quantile: borrow every channel of the half with |gamma| below this (2e-2 in Channel
    Exchanging Networks, NeurIPS 2020; with ImageNet weights that may select nothing)."""
    min_stride: int = 8
    """Layers with a finer map than input / min_stride exchange nothing."""

    def __post_init__(self) -> None:
        if not 0 <= self.quantile <= 1:
            raise ValueError(f"exchange quantile is a part of 0..1, not {self.quantile}")
        if self.threshold is not None and self.threshold < 0:
            raise ValueError(f"exchange threshold is 0 or more, not {self.threshold}")

    def choose(self, gamma_rgb: Tensor) -> Tensor:
        """Choose the borrowed channels from a layer's gammas [C], as a bool mask [C]."""
        half = gamma_rgb.detach().abs()[: len(gamma_rgb) // 2]
        mask = torch.zeros_like(gamma_rgb, dtype=torch.bool)
        if self.threshold is not None:
            mask[: len(half)] = half < self.threshold
        else:
            # Stable, so that equal gammas (a fresh network's are all 1) always give the same choice.
            mask[half.argsort(stable=True)[: round(self.quantile * len(half))]] = True
        return mask


class ExchangingBatchNorm2d(ModalityBatchNorm2d):
    """A modality batch norm after which rgb takes chosen channels from thermal.

    That whole channels move one way, from thermal to rgb, chosen automatically over a sub-range, is known
    from the paper (arXiv:2312.02240). The place (after the norm of a block's spatial convolution, before
    the activation, as in Channel Exchanging Networks), the criterion and the first half are our reading.

    The choice is a buffer and lives in the state dict. Thermal maps are never changed.
    """

    borrowed: Tensor
    """bool[C]: the channels that rgb takes from thermal."""
    channels: Tensor
    """int64[n]: the same as indices."""

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__(norm)
        mask = torch.zeros(norm.num_features, dtype=torch.bool, device=norm.weight.device)
        self.register_buffer("borrowed", mask)
        # Indices of a fixed size: a mask's size is only known at run time, which an exported graph pays for.
        self.register_buffer("channels", mask.nonzero().flatten(), persistent=False)
        self.exchanging = False
        self._lent: Tensor | None = None

    @property
    def exchanged_fraction(self) -> float:
        """Part of the layer's channels that rgb takes from thermal, 0..0.5."""
        return self.channels.numel() / self.borrowed.numel()

    def choose(self, rule: ExchangeRule) -> None:
        """Fix the borrowed channels from the present gammas of rgb."""
        self._borrow(rule.choose(self.rgb.weight))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise [B, C, H, W]; inside `exchanging`, thermal lends channels and rgb borrows them.

        Raises:
            RuntimeError: no modality is selected, or the rgb pass came before the thermal one.
        """
        y = super().forward(x)
        if not self.exchanging or self.channels.numel() == 0:
            return y
        if self.modality == "thermal":
            self._lent = y[:, self.channels]
            return y
        if self._lent is None:
            raise RuntimeError("rgb borrows channels from thermal: run the thermal pass first")
        # In place: the norm's output is nobody else's, and its backward pass does not read it.
        y[:, self.channels] = self._lent[: len(y)]
        self._lent = None
        return y

    def start_exchange(self) -> None:
        """Let the next thermal pass lend and the next rgb pass borrow."""
        self.exchanging = True

    def end_exchange(self) -> None:
        """Stop exchanging and forget what was lent."""
        self.exchanging = False
        self._lent = None

    def _borrow(self, mask: Tensor) -> None:
        self.borrowed = mask
        self.channels = mask.nonzero().flatten()

    def _load_from_state_dict(self, *args: Any, **kwargs: Any) -> None:
        super()._load_from_state_dict(*args, **kwargs)
        self._borrow(self.borrowed)


def add_exchange(encoder: Encoder, rule: ExchangeRule) -> None:
    """Let the spatial layers of a shared encoder exchange features, and choose the channels.

    Args:
        encoder: already converted by `ModalityBatchNorm2d.convert`; changed in place.
        rule: which layers and channels.

    Raises:
        TypeError: the encoder was not converted.
    """
    for name, stride in encoder.spatial_norms().items():
        if stride < rule.min_stride:
            continue
        norm = encoder.get_submodule(name)
        if not isinstance(norm, ModalityBatchNorm2d):
            raise TypeError(f"'{name}' is a {type(norm).__name__}: call ModalityBatchNorm2d.convert first")
        exchange = ExchangingBatchNorm2d(norm.rgb)
        exchange.thermal = norm.thermal
        exchange.choose(rule)
        parent, _, child = name.rpartition(".")
        setattr(encoder.get_submodule(parent), child, exchange)


def exchange_layers(module: nn.Module) -> dict[str, ExchangingBatchNorm2d]:
    """Name the layers of a module that exchange features."""
    return {name: m for name, m in module.named_modules() if isinstance(m, ExchangingBatchNorm2d)}


@contextmanager
def exchanging(module: nn.Module) -> Iterator[None]:
    """Exchange features between a thermal pass and an rgb pass, in that order, made inside."""
    layers = exchange_layers(module).values()
    for layer in layers:
        layer.start_exchange()
    try:
        yield
    finally:
        for layer in layers:
            layer.end_exchange()
