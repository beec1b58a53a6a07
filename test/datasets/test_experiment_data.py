"""The data sets of an experiment's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csk_ros.datasets.dataset_config import FolderLayoutConfig, SyntheticConfig
from csk_ros.datasets.experiment_data import load_experiment_data

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, text: str):
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    return load_experiment_data(folder / "experiment.yaml")


def test_data_sets_are_read_and_other_keys_are_not(tmp_path: Path):
    found = load(
        tmp_path,
        "schedule: {steps: of another}\nlabel_set: mfnet\n"
        "pairs:\n  - {layout: msrs, name: MSRS, folder: MSRS, split: train, share: 0.7}\n"
        "  - {layout: synthetic, name: s, first_seed: 1, scenes: 2, moments: 3}\n",
    )
    assert found.label_set == "mfnet"
    assert found.uses == {
        "pairs": (
            FolderLayoutConfig(layout="msrs", name="MSRS", folder="MSRS", split="train", share=0.7),
            SyntheticConfig(name="s", first_seed=1, scenes=2, moments=3),
        ),
        "thermal_only": (),
        "validation": (),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pairs: [", "expected YAML"),
        ("- a", "expected members and their values"),
        ("schedule: {steps: 3}", "expected data sets under pairs, thermal_only, validation, found none"),
        ("pairs: {layout: msrs}", "pairs: Input should be a valid tuple"),
        ("pairs: [{layout: msrs, name: a, folder: f}]", r"pairs\.0\.msrs\.split: Field required"),
        ("pairs: [{name: a}]\nvalidation: [{layout: x}]", r"pairs\.0: .*'layout'.*; validation\.0: .*'x'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, message: str):
    with pytest.raises(ValueError, match=rf"experiment\.yaml: .*{message}"):
        load(tmp_path, text)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        load_experiment_data(tmp_path / "none.yaml")
