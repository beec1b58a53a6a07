"""Where a training computes: one device, or several of a kind."""

from __future__ import annotations

from typing import NamedTuple

import torch
from lightning_utilities.core.rank_zero import rank_zero_only

from csk_ros.inference.device import select_device
from csk_ros.inference.model_settings import AUTO


class Devices(NamedTuple):
    """One device, or the first ones of a kind."""

    device: torch.device
    """The first of them."""
    number: int
    """How many there are; on a CPU, so many processes."""

    @property
    def for_lightning(self) -> int | list[int]:
        """How many, or which one, as Lightning's trainer wants it."""
        return self.number if self.device.index is None else [self.device.index]


def select_devices(name: str = AUTO, number: int = 1) -> Devices:
    """Choose devices.

    Args:
        name: auto, cpu, cuda or cuda:<number>, see `select_device`.
        number: how many; on a CPU, so many processes.

    Raises:
        ValueError: there are no such devices, or several were asked for and one was named.
    """
    if number < 1:
        raise ValueError(f"the number of devices is 1 or more, not {number}")
    device = select_device(name)
    if device.index is not None and number > 1:
        raise ValueError(f"'{name}' is one device, {number} were asked for; name the kind alone")
    if device.type == "cuda" and number > torch.cuda.device_count():
        raise ValueError(
            f"{number} CUDA devices were asked for, torch finds {torch.cuda.device_count()}; ask for fewer"
        )
    return Devices(device, number)


def is_main_process() -> bool:
    """Tell whether this process writes and prints, of those that train on several devices."""
    # Lightning sets it in each of them, and not where there is one process alone.
    return bool(getattr(rank_zero_only, "rank", 0) == 0)
