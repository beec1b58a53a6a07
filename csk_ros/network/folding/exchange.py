"""Feature exchange without moving channels about: a sum over two groups of them.

What comes behind the activation is a 1x1 convolution, a sum over channels. The thermal branch computes the
channels that rgb borrows first, so that a slice of its map is the loan. The rgb branch does not compute them
at all: it sums over the channels that it keeps, and over the loan. The activation works on every channel by
itself, so that it may come before the loan instead of after it.
"""

from __future__ import annotations

import copy
import operator
from functools import partial
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, fx, nn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.network.folding.branch import BranchGraph


class _Loan(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels

    def forward(self, x: Tensor) -> Tensor:
        return x[:, : self.channels]


def lend(thermal: BranchGraph, borrowed: Mapping[str, Tensor]) -> None:
    """Let a thermal branch return its features and the list of its loans; changed in place.

    Args:
        thermal: the branch.
        borrowed: by the name of the encoder's batch norm: the indices of the channels that rgb takes.
    """
    loans = []
    for name, channels in borrowed.items():
        activation = thermal.activations[name]
        order = torch.cat([channels, _others(thermal, activation, channels)])
        _compute_only(thermal, activation, order)
        consumer = _consumer(activation)
        thermal.replace(consumer, _inputs(thermal.convolution(consumer), order))
        thermal.add_submodule(_name("loan", name), _Loan(len(channels)))
        with thermal.graph.inserting_after(activation):
            loans.append(thermal.graph.call_module(_name("loan", name), (activation,)))
    output = thermal.graph.output_node()
    output.args = ((output.args[0], loans),)
    _finish(thermal)


def borrow(rgb: BranchGraph, borrowed: Mapping[str, Tensor]) -> None:
    """Let an rgb branch take a list of loans as its second argument; changed in place.

    Args:
        rgb: the branch.
        borrowed: as for `lend`.
    """
    picture = next(node for node in rgb.graph.nodes if node.op == "placeholder")
    with rgb.graph.inserting_after(picture):
        loans = rgb.graph.placeholder("loans")
    for number, (name, channels) in enumerate(borrowed.items()):
        activation = rgb.activations[name]
        kept = _others(rgb, activation, channels)
        _compute_only(rgb, activation, kept)
        consumer = _consumer(activation)
        whole = rgb.convolution(consumer)
        rgb.replace(consumer, _inputs(whole, kept))
        of_loan = _inputs(whole, channels)
        of_loan.bias = None
        rgb.add_submodule(_name("of_loan", name), of_loan)
        with rgb.graph.inserting_after(consumer):
            loan = rgb.graph.call_function(operator.getitem, (loans, number))
        with rgb.graph.inserting_after(loan):
            addend = rgb.graph.call_module(_name("of_loan", name), (loan,))
        with rgb.graph.inserting_after(addend):
            total = rgb.graph.call_function(operator.add, (consumer, addend))
        consumer.replace_all_uses_with(total, delete_user_cb=partial(operator.is_not, total))
    _finish(rgb)


def _consumer(activation: fx.Node) -> fx.Node:
    (consumer,) = activation.users
    return consumer


def _others(branch: BranchGraph, activation: fx.Node, channels: Tensor) -> Tensor:
    total = branch.convolution(cast("fx.Node", activation.args[0])).out_channels
    mask = torch.ones(total, dtype=torch.bool)
    mask[channels.cpu()] = False
    return mask.nonzero().flatten().to(channels.device)


def _compute_only(branch: BranchGraph, activation: fx.Node, channels: Tensor) -> None:
    """Compute only these channels of an activation, in this order, from the last dense convolution on."""
    node = cast("fx.Node", activation.args[0])
    while (convolution := branch.convolution(node)).groups > 1:
        branch.replace(node, _outputs(convolution, channels))
        # A depthwise convolution: each channel needs the same one of its input, behind an activation.
        node = cast("fx.Node", cast("fx.Node", node.args[0]).args[0])
    branch.replace(node, _outputs(convolution, channels))


def _outputs(convolution: nn.Conv2d, channels: Tensor) -> nn.Conv2d:
    part = copy.deepcopy(convolution)
    part.weight = nn.Parameter(convolution.weight.detach()[channels])
    part.bias = nn.Parameter(cast("Tensor", convolution.bias).detach()[channels])
    part.out_channels = len(channels)
    if convolution.groups > 1:
        part.groups = part.in_channels = len(channels)
    return part


def _inputs(convolution: nn.Conv2d, channels: Tensor) -> nn.Conv2d:
    part = copy.deepcopy(convolution)
    part.weight = nn.Parameter(convolution.weight.detach()[:, channels])
    part.in_channels = len(channels)
    return part


def _name(role: str, norm: str) -> str:
    return f"{role}_{norm.replace('.', '_')}"


def _finish(branch: BranchGraph) -> None:
    branch.graph.lint()
    branch.recompile()
