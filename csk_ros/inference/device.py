"""Where to compute: on a GPU if there is one."""

from __future__ import annotations

import torch

from csk_ros.inference.model_settings import AUTO, device_kind


def select_device(name: str = AUTO) -> torch.device:
    """Choose the device that a name stands for.

    Args:
        name: `auto` for CUDA where there is one, else the CPU; or `cpu`, `cuda`, `cuda:1`.

    Raises:
        ValueError: the name is none of these, or there is no such CUDA device here.
    """
    kind, index = device_kind(name)
    if kind == AUTO:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if kind == "cpu":
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise ValueError(
            f"device '{name}' was asked for, but torch finds no CUDA device here; "
            "choose auto or cpu, or install a torch with CUDA"
        )
    if index and int(index) >= torch.cuda.device_count():
        raise ValueError(f"there is no device '{name}': torch finds {torch.cuda.device_count()} CUDA devices")
    return torch.device(name)
