"""Files of one name are a sample; what is missing or broken is told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from csk_ros.datasets.file_samples import FileSamples, Part
from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.picture_folder import read_picture
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pairs(data: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(data / "pairs", tmp_path / "pairs")


def part(folder, stream):
    return Part(folder, lambda file: {stream: read_picture(file, stream)})


def samples(root, *, rgb="vi", labels="labels", **options):
    cameras = [part(root / rgb, "rgb"), part(root / "ir", "thermal")]
    return FileSamples(cameras, part(root / labels, "labels"), **options)


def test_listed_names_are_the_samples_in_their_order(pairs: Path):
    found = samples(pairs, names=["00003D", "00001D"])
    assert found.names == ("00003D", "00001D")
    assert found.problems == ()
    thermal = cv2.imread(str(pairs / "ir/00003D.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(found[0].thermal, thermal)
    np.testing.assert_array_equal(found[1].labels, found.labels(1))
    with pytest.raises(DatasetError, match=r"vi lacks 1 of the 2 pictures that are listed.*'00009D'"):
        samples(pairs, names=["00001D", "00009D"])


def test_missing_folders_and_pictures_are_named(pairs: Path):
    with pytest.raises(DatasetError, match=r"/rgb: expected a folder of pictures, found none"):
        samples(pairs, rgb="rgb")
    (pairs / "ir/00003D.png").unlink()
    with pytest.raises(DatasetError, match=r"ir lacks 1 of the 3 pictures that labels has.*'00003D'"):
        samples(pairs)
    with pytest.raises(DatasetError, match=r"eo: expected.*and 1 more") as raised:
        samples(pairs, rgb="eo", labels="truth")
    assert [problem.kind for problem in raised.value.problems] == ["unusable"] * 2


def test_names_that_lack_a_picture_can_be_left_out(pairs: Path):
    (pairs / "ir/00003D.png").unlink()
    (pairs / "vi/00001D.jpg").unlink()
    found = samples(pairs, allow_missing=True)
    assert found.names == ("00002N",)
    assert len(found) == 1
    assert found.left_out == 2
    assert [(problem.kind, problem.names) for problem in found.problems] == [
        ("missing picture", ("00001D",)),
        ("missing picture", ("00003D",)),
    ]


def test_pictures_without_labels_are_told_and_are_no_samples(pairs: Path):
    (pairs / "labels/00002N.png").unlink()
    found = samples(pairs)
    assert found.names == ("00001D", "00003D")
    assert found.left_out == 0
    (problem,) = found.problems
    assert (problem.kind, problem.names) == ("missing labels", ("00002N",))
    assert "labels lacks 1 of the 3 names that the cameras' folders have" in problem.text


@pytest.mark.parametrize("allow_missing", [False, True])
def test_labels_that_are_jpeg_are_refused_beside_what_is_missing(pairs: Path, allow_missing: bool):
    (pairs / "labels/00002N.png").rename(pairs / "labels/00002N.JPG")
    (pairs / "labels/00003D.png").rename(pairs / "labels/00003D.jpeg")
    (pairs / "ir/00001D.png").unlink()
    with pytest.raises(DatasetError) as raised:
        samples(pairs, allow_missing=allow_missing)
    jpeg, missing = raised.value.problems
    assert (jpeg.kind, jpeg.names) == ("unusable", ("00002N", "00003D"))
    assert jpeg.text == (
        f"{pairs}/labels: 2 of 3 labels are JPEG, which changes ids, the first being 00002N.JPG; save them "
        "as PNG"
    )
    assert (missing.kind, missing.names) == ("missing picture", ("00001D",))


def test_a_jpeg_that_is_not_listed_is_no_hindrance(pairs: Path):
    (pairs / "labels/00002N.png").rename(pairs / "labels/00002N.jpg")
    assert samples(pairs, names=["00001D"]).names == ("00001D",)


def test_broken_pictures_are_named(pairs: Path):
    found = samples(pairs)
    (pairs / "ir/00001D.png").write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=r"00001D\.png: expected a jpg, png"):
        found[0]
    coloured = np.zeros((64, 96, 3), np.uint8)
    coloured[0, 0, 0] = 200
    cv2.imwrite(str(pairs / "labels/00002N.png"), coloured)
    with pytest.raises(DatasetError, match=r"00002N\.png: expected class ids in one grey channel"):
        found[1]
    with pytest.raises(RecordingError, match=r"00002N\.png: expected class ids in one grey channel"):
        found.labels(1)
    cv2.imwrite(str(pairs / "vi/00003D.jpg"), np.zeros((64, 90, 3), np.uint8))
    with pytest.raises(
        DatasetError, match=r"'00003D' differ in size: rgb 90x64, thermal 96x64, labels 96x64"
    ):
        found[2]


def test_every_problem_of_a_sample_is_told(pairs: Path):
    found = samples(pairs)
    cv2.imwrite(str(pairs / "vi/00001D.jpg"), np.zeros((64, 90, 3), np.uint8))
    false_colours = cv2.applyColorMap(np.arange(6144).reshape(64, 96).astype(np.uint8), cv2.COLORMAP_JET)
    cv2.imwrite(str(pairs / "ir/00001D.png"), false_colours)
    with pytest.raises(DatasetError) as raised:
        found[0]
    assert [problem.kind for problem in raised.value.problems] == ["unreadable", "sizes"]
    assert "false colours" in raised.value.problems[0].text
