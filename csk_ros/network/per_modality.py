"""Layers that exist once for rgb and once for thermal inside an encoder that both pass through."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, cast

from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Iterator

Modality = Literal["rgb", "thermal"]


class PerModality(nn.Module):
    """Two copies of a layer, one for rgb and one for thermal, both starting from the given one's values.

    Which of the two answers is set by the context manager `modality`; a pass does not touch the other one.
    """

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.rgb = layer
        self.thermal = copy.deepcopy(layer)
        self.modality: Modality | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Pass x through the selected modality's layer.

        Raises:
            RuntimeError: no modality is selected.
        """
        if self.modality is None:
            raise RuntimeError(
                "no modality is selected for a shared encoder; "
                'call it inside `with modality(encoder, "rgb"):` or "thermal"'
            )
        return cast("Tensor", (self.rgb if self.modality == "rgb" else self.thermal)(x))


def separate_convolutions(module: nn.Module) -> None:
    """Give each modality convolutions of its own, in place; both start from those that there are."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d):
            setattr(module, name, PerModality(child))
        elif not isinstance(child, PerModality):
            separate_convolutions(child)


def one_modality(module: nn.Module, selected: Modality) -> nn.Module:
    """Copy a module that serves both modalities, as a plain one for one of them."""
    if isinstance(module, PerModality):
        return copy.deepcopy(module.rgb if selected == "rgb" else module.thermal)
    plain = copy.deepcopy(module)
    _keep(plain, selected)
    return plain


@contextmanager
def modality(module: nn.Module, selected: Modality) -> Iterator[None]:
    """Let the layers per modality inside a module answer for one of them, and restore afterwards.

    The selection is state of the module: one network serves one thread at a time.

    Raises:
        ValueError: the module holds no layer per modality, or there is no such modality.
    """
    if selected not in {"rgb", "thermal"}:
        raise ValueError(f"the modalities are 'rgb' and 'thermal', not '{selected}'")
    layers = [layer for layer in module.modules() if isinstance(layer, PerModality)]
    if not layers:
        raise ValueError(
            f"{type(module).__name__} holds no layer per modality; call ModalityBatchNorm2d.convert first"
        )
    before = [layer.modality for layer in layers]
    for layer in layers:
        layer.modality = selected
    try:
        yield
    finally:
        for layer, previous in zip(layers, before, strict=True):
            layer.modality = previous


def _keep(module: nn.Module, selected: Modality) -> None:
    for name, child in module.named_children():
        if isinstance(child, PerModality):
            setattr(module, name, child.rgb if selected == "rgb" else child.thermal)
        else:
            _keep(child, selected)
