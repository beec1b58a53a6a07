"""Folders of equal names that may be anywhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.evaluation.labelled_folders import open_labelled_folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folders(data: Path, tmp_path: Path) -> dict[str, Path]:
    """Three folders in three places."""
    return {
        "labels": shutil.copytree(data / "pairs/labels", tmp_path / "a/truth"),
        "rgb": shutil.copytree(data / "pairs/vi", tmp_path / "b/colour"),
        "thermal": shutil.copytree(data / "pairs/ir", tmp_path / "c/warm"),
    }


def test_pictures_of_one_name_make_a_sample(folders: dict[str, Path]):
    samples = open_labelled_folders(**folders)
    assert samples.names == ("00001D", "00002N", "00003D")
    for kind, suffix in (("labels", "png"), ("thermal", "png")):
        picture = cv2.imread(str(folders[kind] / f"00002N.{suffix}"), cv2.IMREAD_UNCHANGED)
        np.testing.assert_array_equal(getattr(samples[1], kind), picture)
    colour = cv2.imread(str(folders["rgb"] / "00002N.jpg"), cv2.IMREAD_COLOR_RGB)
    np.testing.assert_array_equal(samples[1].rgb, colour)


def test_either_camera_may_be_left_out(folders: dict[str, Path]):
    shutil.rmtree(folders["rgb"])
    assert open_labelled_folders(folders["labels"], rgb=None, thermal=folders["thermal"])[0].rgb is None
    shutil.rmtree(folders["thermal"])
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*b/colour"):
        open_labelled_folders(folders["labels"], rgb=folders["rgb"], thermal=None)


@pytest.mark.parametrize("kind", ["labels", "rgb", "thermal"])
def test_every_folder_has_to_have_every_name(folders: dict[str, Path], kind: str):
    for name in ("00001D", "00003D"):
        next(folders[kind].glob(f"{name}.*")).unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"{folders[kind]} lacks 2 of the 3 .* have: 00001D, 00003D; add them"
    ):
        open_labelled_folders(**folders)


def test_of_many_missing_pictures_a_few_are_named(folders: dict[str, Path]):
    for number in range(7):
        for kind in ("labels", "rgb"):
            cv2.imwrite(str(folders[kind] / f"more{number}.png"), np.zeros((4, 4), np.uint8))
    with pytest.raises(
        FileNotFoundError, match=r"warm lacks 7 of the 10 .*: more0, more1, more2, more3, more4 and 2 more;"
    ):
        open_labelled_folders(**folders)
