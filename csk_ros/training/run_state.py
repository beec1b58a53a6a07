"""Where a training run stands, on disk, so that it can go on after an interruption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn
    from torch.optim import Optimizer

_FILE = "state.pt"


def save_state(run_dir: Path, step: int, network: nn.Module, optimizer: Optimizer, settings: str) -> None:
    """Write the state after `step` steps; the state before stays until the new one is complete.

    Args:
        run_dir: made if missing.
        step: steps done.
        network: as it is now.
        optimizer: as it is now.
        settings: what the run was started with, in words; a run goes on only with the same.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    state = {
        "step": step,
        "settings": settings,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    unfinished = run_dir / f"{_FILE}.unfinished"
    torch.save(state, unfinished)
    unfinished.replace(run_dir / _FILE)


def load_state(run_dir: Path, network: nn.Module, optimizer: Optimizer, settings: str) -> int:
    """Bring network and optimizer to where the run stands; returns the steps done, 0 for a new run.

    Raises:
        ValueError: the run was started with other settings.
    """
    path = run_dir / _FILE
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    if state["settings"] != settings:
        raise ValueError(
            f"the run in {run_dir} was started with {state['settings']}, this one with {settings}; "
            "choose another folder, or remove that one"
        )
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
