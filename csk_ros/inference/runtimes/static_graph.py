"""A network of fixed sizes on a GPU: recorded once, replayed with a single launch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

_WARM_UPS = 3
"""Runs before recording, as PyTorch's notes on CUDA graphs have it: cuDNN chooses its kernels in them."""


class StaticGraph:
    """Runs a module through buffers that stay where they are.

    On a GPU: inputs go through pinned memory, the kernels are one CUDA graph, outputs come back through
    pinned memory, all of it in one stream; the only synchronisation is the one at the end. On a CPU the
    module is called as it is, in the same buffers.

    Args:
        module: takes and gives tensors of fixed shapes.
        examples: inputs, for their shapes and dtypes.
        device: where the module is.
    """

    def __init__(
        self,
        module: Callable[..., tuple[Tensor, ...]],
        examples: Sequence[Tensor],
        device: torch.device,
    ) -> None:
        self._module = module
        self._device = device
        self._on_gpu = device.type == "cuda"
        self._staged = [torch.empty_like(example, pin_memory=self._on_gpu) for example in examples]
        self._inputs = [torch.zeros_like(example, device=device) for example in examples]
        self._graph: torch.cuda.CUDAGraph | None = None
        with torch.inference_mode():
            self._outputs = self._record() if self._on_gpu else module(*self._inputs)
        self._results = [torch.empty_like(y, device="cpu", pin_memory=self._on_gpu) for y in self._outputs]

    def __call__(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Compute from inputs in the CPU's memory; the outputs are there, too, and the caller's own."""
        for given, staged, buffer in zip(inputs, self._staged, self._inputs, strict=True):
            staged.copy_(given)
            buffer.copy_(staged, non_blocking=True)
        if self._graph is None:
            self._outputs = self._module(*self._inputs)
        else:
            self._graph.replay()
        for output, result in zip(self._outputs, self._results, strict=True):
            result.copy_(output, non_blocking=True)
        if self._on_gpu:
            torch.cuda.current_stream(self._device).synchronize()
        return tuple(result.clone() for result in self._results)

    def _record(self) -> tuple[Tensor, ...]:
        # Recording happens on the current device, which need not be this one.
        with torch.cuda.device(self._device):
            stream = torch.cuda.Stream()  # type: ignore[no-untyped-call] # of this torch
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                for _ in range(_WARM_UPS):
                    self._module(*self._inputs)
            torch.cuda.current_stream().wait_stream(stream)
            self._graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self._graph):
                return self._module(*self._inputs)
