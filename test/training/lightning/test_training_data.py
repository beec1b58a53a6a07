"""Which crops belong to which step, with one device and with several, from any saved state on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import pytest

from csk_ros.training.lightning.schedule import Schedule
from csk_ros.training.lightning.training_data import TrainingData

if TYPE_CHECKING:
    from csk_ros.training.crops.crop_dataset import CropDataset

SCHEDULE = Schedule(steps=7, pairs_per_step=2, thermal_per_step=3, save_every=3)


class Numbers:
    """A stream of crops that are their numbers."""

    def __getitem__(self, number: int) -> int:
        return number


class Position(NamedTuple):
    """Where a trainer stands."""

    global_step: int
    global_rank: int = 0
    world_size: int = 1


def batches(position: Position) -> dict[str, list[list[int]]]:
    crops = cast("CropDataset", Numbers())
    data = TrainingData(crops, crops, SCHEDULE)
    data.trainer = position  # type: ignore[assignment]
    return {
        name: [batch.tolist() for batch in loader]  # type: ignore[attr-defined]
        for name, loader in data.train_dataloader().items()
    }


def test_a_stretch_ends_at_the_next_saved_state_or_at_the_runs_end():
    assert batches(Position(0)) == {
        "pairs": [[0, 1], [2, 3], [4, 5]],
        "thermal_only": [[0, 1, 2], [3, 4, 5], [6, 7, 8]],
    }
    assert batches(Position(3))["pairs"] == [[6, 7], [8, 9], [10, 11]]
    assert batches(Position(6))["pairs"] == [[12, 13]]


@pytest.mark.parametrize("step", [0, 3, 6])
def test_devices_share_the_crops_of_a_step(step: int):
    shares = [batches(Position(step, rank, 2))["pairs"] for rank in (0, 1)]
    together = [[*first, *second] for first, second in zip(*shares, strict=True)]
    expected = [[4 * s, 4 * s + 1, 4 * s + 2, 4 * s + 3] for s in range(step, min(step + 3, 7))]
    assert together == expected


def test_without_thermal_only_data_there_are_pairs_alone():
    crops = cast("CropDataset", Numbers())
    data = TrainingData(crops, None, SCHEDULE)
    data.trainer = Position(0)  # type: ignore[assignment]
    assert set(data.train_dataloader()) == {"pairs"}
