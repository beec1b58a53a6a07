"""Data sets as they are written in an experiment's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from csk_ros.datasets.bag_samples import BagSamples
from csk_ros.datasets.dataset_config import (
    BagConfig,
    DatasetConfig,
    FolderLayoutConfig,
    PairedConfig,
    SyntheticConfig,
)
from csk_ros.datasets.mfnet_folder import MfnetFolder
from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.synthetic.recording import SyntheticRecording
from support.tiny_layouts import FOLDERS, LABELS, write_layout

if TYPE_CHECKING:
    from pathlib import Path

ADAPTER = TypeAdapter(DatasetConfig)


def config(**members):
    return ADAPTER.validate_python(members)


def test_the_layout_decides_the_kind():
    assert config(layout="paired", name="a", folder="f", thermal="ir", labels="l") == PairedConfig(
        name="a", folder="f", thermal="ir", labels="l", rgb=None, share=1.0
    )
    assert config(layout="bag", name="a", path="x.mcap", share=0.5) == BagConfig(
        name="a", path="x.mcap", max_skew=0.05, share=0.5
    )
    assert config(layout="fmb", name="a", folder="f", split="test") == FolderLayoutConfig(
        name="a", folder="f", split="test", layout="fmb"
    )


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"name": "a"}, "Unable to extract tag using discriminator 'layout'"),
        ({"layout": "kitti", "name": "a"}, "'kitti'.*'paired', 'mfnet', 'msrs', 'pst900', 'fmb', 'bag'"),
        ({"layout": "bag", "name": "a", "path": "x", "topic": "/a"}, "topic\n.*Unexpected keyword"),
        (
            {"layout": "bag", "name": "a", "path": "x", "max_skew": -1},
            "max_skew\n.*greater than or equal to 0",
        ),
        ({"layout": "bag", "name": "a", "path": "x", "share": 0}, "share\n.*greater than 0"),
        ({"layout": "bag", "name": "a", "path": "x", "share": float("nan")}, "share\n"),
        ({"layout": "bag", "path": "x"}, "name\n"),
        ({"layout": "msrs", "name": "a", "folder": "f", "split": "val"}, "'train' or 'test'"),
        ({"layout": "synthetic", "name": "a", "first_seed": 1, "scenes": 0, "moments": 1}, "scenes\n"),
    ],
)
def test_wrong_members_are_refused(members, message):
    with pytest.raises(ValidationError, match=f"(?s){message}"):
        config(**members)


def test_a_paired_folder_is_opened_below_the_data_folder(data: Path):
    members = {"layout": "paired", "name": "a", "folder": "pairs", "thermal": "ir", "labels": "labels"}
    assert config(**members, rgb="vi").open(data)[0].rgb is not None
    assert config(**members).open(data)[0].rgb is None


@pytest.mark.parametrize("layout", FOLDERS)
def test_public_layouts_are_opened(tmp_path: Path, layout):
    write_layout(tmp_path / "set", layout)
    samples = config(layout=layout, name="a", folder="set", split="train").open(tmp_path)
    np.testing.assert_array_equal(samples[0].labels, LABELS)


def test_mfnet_is_opened(tmp_path: Path):
    write_layout(tmp_path / "set", "mfnet")
    samples = config(layout="mfnet", name="a", folder="set", split="train").open(tmp_path)
    assert isinstance(samples, MfnetFolder)
    np.testing.assert_array_equal(samples[0].labels, LABELS)


def test_missing_pictures_raise_unless_they_are_allowed(tmp_path: Path):
    (write_layout(tmp_path / "set", "msrs") / "train/vi/00002N.png").unlink()
    found = config(layout="msrs", name="a", folder="set", split="train")
    with pytest.raises(DatasetError, match="vi lacks 1 of the 2"):
        found.open(tmp_path)
    assert found.open(tmp_path, allow_missing=True).names == ("00001D",)


def test_a_bag_is_opened_with_its_options(tmp_path: Path):
    with BagWriter(tmp_path / "street") as writer:
        for picture in SyntheticRecording(3, duration=0.1, rate=10.0):
            writer.write(picture)
    samples = config(layout="bag", name="a", path="street", max_skew=0).open(tmp_path)
    assert isinstance(samples, BagSamples)
    assert samples.names == ("1.000000000",)
    with pytest.raises(ValueError, match="rgb_topic: no images on '/eo'"):
        config(layout="bag", name="a", path="street", rgb_topic="/eo").open(tmp_path)


@pytest.mark.usefixtures("stderr_is_a_terminal")
def test_synthetic_scenes_are_rendered_with_a_progress_bar(tmp_path: Path, capsys):
    samples = SyntheticConfig(name="streets", first_seed=7, scenes=2, moments=1).open(tmp_path)
    assert samples.names == ("seed 7 moment 0", "seed 8 moment 0")
    assert "rendering streets: 100%" in capsys.readouterr().err
