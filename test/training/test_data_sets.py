"""Data sets of experiments: opened once, and refused before any work is done."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from csk_ros.datasets.dataset_config import PairedConfig
from csk_ros.training.data_sets import DataSets
from support.training_configs import PAIRS, WARM

if TYPE_CHECKING:
    from pathlib import Path


def test_a_data_set_is_opened_once_and_kept(data: Path, tmp_path: Path):
    copy = shutil.copytree(data, tmp_path / "data")
    data_sets = DataSets(copy)
    source = data_sets.open(PairedConfig(**PAIRS))
    sample = source[1]
    assert data_sets.open_pairs(PairedConfig(**PAIRS)) is source
    shutil.rmtree(copy)
    assert data_sets.open(PairedConfig(**PAIRS))[1] is sample


def test_pairs_have_rgb(data: Path):
    data_sets = DataSets(data)
    assert data_sets.open(PairedConfig(**WARM))[0].rgb is None
    with pytest.raises(ValueError, match="data set 'warm' has no rgb pictures, which `pairs`"):
        data_sets.open_pairs(PairedConfig(**WARM))


def test_what_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ValueError, match="pairs/vi: expected a folder"):
        DataSets(tmp_path).open(PairedConfig(**PAIRS))
