"""A module of fixed sizes in buffers that stay where they are, on a CPU."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from csk_ros.inference.runtimes.static_graph import StaticGraph

CPU = torch.device("cpu")


class TwoAnswers(nn.Module):
    """Gives something of another dtype and shape, and something that is one of its inputs."""

    def forward(self, numbers: Tensor, bytes_: Tensor) -> tuple[Tensor, Tensor]:
        return (numbers * 2 + bytes_.float()).sum(1), bytes_


def inputs(seed: int) -> tuple[Tensor, Tensor]:
    torch.manual_seed(seed)
    return torch.randn(3, 4), torch.randint(0, 256, (3, 4), dtype=torch.uint8)


def test_it_computes_what_the_module_computes():
    module = TwoAnswers()
    graph = StaticGraph(module, inputs(0), CPU)
    for seed in range(1, 4):
        given = inputs(seed)
        for ours, theirs in zip(graph(*given), module(*given), strict=True):
            assert ours.dtype == theirs.dtype
            assert torch.equal(ours, theirs)


def test_outputs_are_the_callers_own():
    graph = StaticGraph(TwoAnswers(), inputs(0), CPU)
    given = inputs(1)
    first = graph(*given)
    kept = [output.clone() for output in first]
    second = graph(*inputs(2))
    assert all(torch.equal(output, copy) for output, copy in zip(first, kept, strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    for output in second:
        output.zero_()
    assert all(torch.equal(a, b) for a, b in zip(graph(*given), kept, strict=True))


def test_inputs_are_left_alone_and_may_change_afterwards():
    def adding(x: Tensor) -> tuple[Tensor]:
        return (x.add_(1),)

    graph = StaticGraph(adding, [torch.zeros(3)], CPU)
    given = torch.tensor([1.0, 2.0, 3.0])
    (found,) = graph(given)
    assert given.tolist() == [1, 2, 3]
    given.zero_()
    assert found.tolist() == [2, 3, 4]


def test_another_number_of_inputs_is_refused():
    graph = StaticGraph(TwoAnswers(), inputs(0), CPU)
    with pytest.raises(ValueError, match="longer than argument 1"):
        graph(inputs(1)[0])
