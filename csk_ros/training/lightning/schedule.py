"""How long, on how much at once, and in what arithmetic a network is trained."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT


@dataclass(frozen=True, config=STRICT)
class Schedule:
    """Length and rhythm of a run; a step is one update of the weights."""

    steps: Annotated[int, Field(ge=1)]
    pairs_per_step: Annotated[int, Field(ge=1)] = 8
    """Crops of rgb-thermal pairs in a batch, on each device."""
    thermal_per_step: Annotated[int, Field(ge=0)] = 4
    """Further crops of thermal-only data sets, where there are any; likewise."""
    exchange_probability: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Part of the steps in which rgb takes channels from thermal; in the others it learns to do without."""
    ema_decay: Annotated[float, Field(ge=0, lt=1)] = 0.99
    """Of the moving average of the weights, which is what the run results in; 0 takes the last weights."""
    save_every: Annotated[int, Field(ge=1)] = 100
    """Steps from one saved state of the run to the next."""
    validate_every: Annotated[int, Field(ge=0)] = 0
    """Steps between scores on the validation sets, at saved states; 0 scores at the end alone."""
    workers: Annotated[int, Field(ge=0)] = 0
    """Processes that make crops beside the training, each with the pictures in its own memory."""
    precision: Literal["32-true", "16-mixed", "bf16-mixed"] = "32-true"
    """As Lightning names it; mixed precision pays on GPUs."""
    seed: Annotated[int, Field(ge=0)] = 0

    def __post_init__(self) -> None:
        if self.validate_every % self.save_every:
            raise ValueError(
                f"validate_every is a multiple of save_every or 0, not {self.validate_every} and "
                f"{self.save_every}"
            )
