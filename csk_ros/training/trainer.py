"""The training loop: plain, resumable, the same weights for the same settings on one device."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.utils.data import default_collate

from csk_ros.training.crop_dataset import TrainingCrop
from csk_ros.training.run_state import load_state, save_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from csk_ros.network.csk_net import CSKNet
    from csk_ros.training.crop_dataset import CropDataset
    from csk_ros.training.objective import Objective


@dataclass(frozen=True)
class TrainingSchedule:
    """How long, how fast and on how much at once a network is trained."""

    steps: int
    pairs_per_step: int = 8
    thermal_per_step: int = 4
    """Further crops of thermal-only data sets, where there are any."""
    learning_rate: float = 1.5e-3
    """Of AdamW, at its highest; it falls to 0 along a cosine."""
    encoder_factor: float = 0.4
    """The encoder's learning rate, as a part of the others'."""
    weight_decay: float = 1e-2
    warmup_steps: int = 30
    clip_norm: float = 5.0
    """The gradient's norm is limited to this."""
    exchange_probability: float = 0.5
    """Part of the steps in which rgb takes channels from thermal."""
    frozen_blocks: int = 3
    """First blocks of the encoder that keep their weights, as its stem does; batch norm statistics adapt."""
    seed: int = 0
    save_every: int = 50

    def learning_rate_at(self, step: int) -> float:
        """The highest learning rate times a linear warm-up and a cosine."""
        warmup = min(1.0, (step + 1) / max(self.warmup_steps, 1))
        return self.learning_rate * warmup * 0.5 * (1 + math.cos(math.pi * step / self.steps))


class Trainer:
    """Train a network on crops.

    Args:
        network: moved to `device`; changed in place.
        objective: the losses.
        pairs: crops with rgb.
        thermal_only: crops without; None for none.
        schedule: see there.
        run_dir: where the run's state is kept; a run found there is continued.
        device: where to compute.
        report: gets a line of text now and then.
    """

    def __init__(
        self,
        network: CSKNet,
        objective: Objective,
        pairs: CropDataset,
        thermal_only: CropDataset | None,
        schedule: TrainingSchedule,
        *,
        run_dir: Path,
        device: torch.device,
        report: Callable[[str], None],
    ) -> None:
        self.network = nn.utils.convert_conv2d_weight_memory_format(network.to(device), torch.channels_last)
        self._objective = objective
        self._pairs = pairs
        self._thermal_only = thermal_only
        self._schedule = schedule
        self._run_dir = run_dir
        self._device = device
        self._report = report
        _freeze(network, schedule.frozen_blocks)
        self._optimizer = torch.optim.AdamW(_parameter_groups(network, schedule))

    def run(self, *, until: int | None = None) -> int:
        """Train from where the run stands to its end, or to step `until`; returns the steps done.

        Raises:
            ValueError: the run's folder holds a run of other settings.
            FloatingPointError: the loss is not finite any more.
        """
        schedule = self._schedule
        settings = f"{self.network.arguments} {schedule}"
        step = load_state(self._run_dir, self.network, self._optimizer, settings)
        self.network.train()
        last = schedule.steps if until is None else min(until, schedule.steps)
        while step < last:
            losses = self._step(step)
            step += 1
            if step % 10 == 0 or step == last:
                values = "  ".join(f"{head} {loss:.3f}" for head, loss in losses.items())
                self._report(f"step {step}/{schedule.steps}  {values}")
            if step % schedule.save_every == 0 or step == last:
                save_state(self._run_dir, step, self.network, self._optimizer, settings)
        return step

    def _step(self, step: int) -> dict[str, float]:
        schedule = self._schedule
        for group in self._optimizer.param_groups:
            group["lr"] = schedule.learning_rate_at(step) * group["factor"]
        # All chance hangs on the step's number: a resumed run goes on exactly as an uninterrupted one.
        rng = np.random.default_rng((schedule.seed, step))
        losses = self._objective(
            self.network,
            self._batch(self._pairs, schedule.pairs_per_step, step),
            None
            if self._thermal_only is None
            else self._batch(self._thermal_only, schedule.thermal_per_step, step),
            exchange=bool(rng.random() < schedule.exchange_probability),
        )
        total = torch.stack(list(losses.values())).sum()
        if not torch.isfinite(total):
            raise FloatingPointError(
                f"the loss at step {step} is not finite: {losses}; lower the learning rate and start anew"
            )
        self._optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(self.network.parameters(), schedule.clip_norm)
        self._optimizer.step()
        return {head: float(loss.detach()) for head, loss in losses.items()}

    def _batch(self, dataset: CropDataset, size: int, step: int) -> TrainingCrop:
        crops = [dataset[number] for number in range(step * size, (step + 1) * size)]
        batch = TrainingCrop(*(tensor.to(self._device) for tensor in default_collate(crops)))
        return batch._replace(rgb=batch.rgb.contiguous(memory_format=torch.channels_last))


def _freeze(network: CSKNet, blocks: int) -> None:
    for name, parameter in network.encoder.named_parameters():
        part, _, rest = name.partition(".")
        is_early_block = part == "blocks" and int(rest.split(".")[0]) < blocks
        if part.startswith("stem") or is_early_block:
            parameter.requires_grad = False


def _parameter_groups(network: CSKNet, schedule: TrainingSchedule) -> list[dict[str, object]]:
    """Encoder and the rest, each with and without weight decay: scales and biases have none."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            factor = schedule.encoder_factor if name.startswith("encoder.") else 1.0
            decay = schedule.weight_decay if parameter.ndim > 1 else 0.0
            groups.setdefault((factor, decay), []).append(parameter)
    return [
        {"params": parameters, "factor": factor, "weight_decay": decay}
        for (factor, decay), parameters in groups.items()
    ]
