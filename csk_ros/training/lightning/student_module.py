"""CSK-Net in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from csk_ros.network.gated_spectral_unit import GatedSpectralUnit
from csk_ros.training.lightning.training_module import LOG_EVERY, TrainingModule

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet
    from csk_ros.training.lightning.optimizer import OptimizerSettings
    from csk_ros.training.lightning.schedule import Schedule
    from csk_ros.training.lightning.training_module import Batch
    from csk_ros.training.losses.objective import Objective


class StudentModule(TrainingModule):
    """CSK-Net with its objective.

    All chance hangs on the step's number: a resumed run goes on exactly as an uninterrupted one.

    Args:
        network: changed in place.
        objective: its losses; a part of the module, as the projection head learns, too.
        optimizer, schedule: see there.
    """

    network: CSKNet

    def __init__(
        self, network: CSKNet, objective: Objective, optimizer: OptimizerSettings, schedule: Schedule
    ) -> None:
        super().__init__(optimizer, schedule.steps)
        self.network = network
        self.objective = objective
        self._schedule = schedule

    def losses(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Compute the losses of a step by name."""
        rng = np.random.default_rng((self._schedule.seed, step))
        exchange = bool(rng.random() < self._schedule.exchange_probability)
        generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
        is_logged = (step + 1) % LOG_EVERY == 0
        observed = self._observe_gates() if is_logged else None
        losses: dict[str, Tensor] = self.objective(
            self.network,
            batch["pairs"],
            batch.get("thermal_only"),
            exchange=exchange,
            step=step,
            generator=generator,
        )
        if observed is not None:
            observed.remove()
            self.log_dict({f"exchanged/{k}": v for k, v in self.network.exchanged_fractions.items()})
        return losses

    def _observe_gates(self) -> torch.utils.hooks.RemovableHandle:
        def observe(fuse: torch.nn.Module, inputs: tuple[Tensor, Tensor], _output: Tensor) -> None:
            if isinstance(fuse, GatedSpectralUnit):
                self.log_dict({f"gate/{name}": value for name, value in fuse.openness(*inputs).items()})

        return self.network.fuse.register_forward_hook(observe)
