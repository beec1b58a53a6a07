"""The progress of a whole run in Lightning's bar, which by itself shows that of an epoch."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pytorch_lightning.callbacks import TQDMProgressBar

if TYPE_CHECKING:
    from pytorch_lightning import LightningModule, Trainer


class RunProgressBar(TQDMProgressBar):
    """A bar from one saved state to the next, with the step of the whole run beside it.

    Shown only where stdout, which Lightning writes bars to, is a terminal.

    Args:
        name: of the run.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        if not sys.stdout.isatty():
            self.disable()

    def get_metrics(
        self, trainer: Trainer, pl_module: LightningModule
    ) -> dict[str, int | str | float | dict[str, float]]:
        """Tell what stands beside the bar."""
        metrics = super().get_metrics(trainer, pl_module)
        metrics.pop("v_num", None)
        return {self._name: f"{trainer.global_step}/{trainer.max_steps}", **metrics}
