"""A run on disk: what continues it and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch

from csk_ros.training.lightning.devices import select_devices
from csk_ros.training.lightning.run import TrainingRun
from csk_ros.training.lightning.state_file import StateFile

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = select_devices("cpu"), select_devices("cpu", 2)
SETTINGS: dict[str, Any] = {"schedule": {"steps": 3}, "seed": 1}


def with_state(folder: Path) -> Path:
    TrainingRun(folder, SETTINGS, ONE)
    StateFile().save_checkpoint({"global_step": 3}, folder / "state.ckpt")
    return folder


def test_a_run_goes_on_with_its_own_settings_alone(tmp_path: Path):
    TrainingRun(with_state(tmp_path), SETTINGS, ONE)
    with pytest.raises(ValueError, match=r"other settings: seed is 1 there and 2 here. Choose another"):
        TrainingRun(tmp_path, SETTINGS | {"seed": 2}, ONE)
    with pytest.raises(ValueError, match="devices is 1 there and 2 here"):
        TrainingRun(tmp_path, SETTINGS, TWO)


@pytest.mark.parametrize("left", ["", '{"schedule": '])
def test_what_a_kill_left_of_the_settings_is_written_anew_while_there_is_no_state(tmp_path: Path, left: str):
    (tmp_path / "settings.json").write_text(left, encoding="utf-8")
    with_state(tmp_path)
    TrainingRun(tmp_path, SETTINGS, ONE)


def test_a_state_that_fails_half_way_leaves_the_one_before(tmp_path: Path):
    path = tmp_path / "state.ckpt"
    StateFile().save_checkpoint({"global_step": 1, "weight": torch.ones(3)}, path)

    class Unsaveable:
        def __reduce__(self) -> str:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        StateFile().save_checkpoint({"weight": torch.zeros(3), "last": Unsaveable()}, path)
    assert torch.load(path, weights_only=True)["weight"].tolist() == [1, 1, 1]
    assert list(tmp_path.iterdir()) == [path]
