"""Where a training computes: one device, or several of a kind."""

from __future__ import annotations

from typing import NamedTuple

from lightning_utilities.core.rank_zero import rank_zero_only

from csk_ros.inference.device import AUTO, select_device


class Devices(NamedTuple):
    """Devices in the words of Lightning."""

    accelerator: str
    """cpu or cuda."""
    devices: int | list[int]
    """How many, or which."""

    @property
    def number(self) -> int:
        """How many there are."""
        return self.devices if isinstance(self.devices, int) else len(self.devices)


def select_devices(name: str = AUTO, number: int = 1) -> Devices:
    """Choose devices.

    Args:
        name: auto, cpu, cuda or cuda:<number>, see `select_device`.
        number: how many; on a CPU, so many processes.

    Raises:
        ValueError: there is no such device, or several were asked for and one was named.
    """
    if number < 1:
        raise ValueError(f"the number of devices is 1 or more, not {number}")
    device = select_device(name)
    if ":" not in name:
        return Devices(device.type, number)
    if number > 1:
        raise ValueError(f"'{name}' is one device, {number} were asked for; name the kind alone")
    return Devices(device.type, [device.index])


def is_main_process() -> bool:
    """Tell whether this process writes and prints, of those that train on several devices."""
    # Lightning sets it in each of them, and not where there is one process alone.
    return bool(getattr(rank_zero_only, "rank", 0) == 0)
