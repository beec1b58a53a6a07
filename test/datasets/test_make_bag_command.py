"""`make-bag` turns data sets and folders of pictures into a bag with ground truth."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from csk_ros.cli import main
from csk_ros.datasets import make_bag_command
from csk_ros.datasets.bag_samples import BagSamples
from csk_ros.recording.bag_recording import BagRecording
from support.tiny_layouts import FOLDERS, write

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("10", "2", "9")
IN_ORDER = ("2", "9", "10")
SIZE = (4, 6)


def moment(name, thermal_type=np.uint8):
    """Rgb, thermal and class ids that are this name's own."""
    rng = np.random.default_rng(int(name))
    rgb = rng.integers(0, 256, (*SIZE, 3), np.uint8)
    thermal = rng.integers(0, np.iinfo(thermal_type).max, SIZE, thermal_type)
    labels = rng.integers(0, 9, SIZE, np.uint8)
    labels[0, :2] = 255
    return rgb, thermal, labels


def write_split(root: Path, layout: str, split: str) -> None:
    for name in NAMES:
        rgb, thermal, labels = moment(name)
        if layout == "mfnet":
            write(root / f"images/{name}.png", np.dstack([rgb[..., ::-1], thermal]))
            write(root / f"labels/{name}.png", labels)
            continue
        folders = [root / split / folder for folder in FOLDERS[layout]]
        # Of FMB the values count from 1, and 0 is unlabelled; 255 + 1 wraps around to it.
        pictures = (rgb[..., ::-1], thermal, labels + np.uint8(layout == "fmb"))
        for folder, picture in zip(folders, pictures, strict=True):
            write(folder / f"{name}.png", picture)
    if layout == "mfnet":
        (root / f"{split}.txt").write_text("\n".join(NAMES), encoding="utf-8")


def write_folders(root: Path, thermal_type=np.uint8) -> list[str]:
    """Plain folders, and the options that name them."""
    for name in NAMES:
        rgb, thermal, labels = moment(name, thermal_type)
        write(root / f"colour/{name}.png", rgb[..., ::-1])
        write(root / f"lwir/{name}.png", thermal)
        write(root / f"ids/{name}.png", labels)
    return ["--rgb", str(root / "colour"), "--thermal", str(root / "lwir"), "--labels", str(root / "ids")]


def check_bag(path: Path, times: tuple[int, ...], thermal_type=np.uint8) -> None:
    """The bag holds the moments in order; times are those of the stamps, in nanoseconds after the first."""
    recording = BagRecording(path)
    assert recording.topics == {
        "rgb": "/rgb/image_raw",
        "thermal": "/thermal/image_raw",
        "labels": "/ground_truth",
    }
    assert recording.counts == {"rgb": 3, "thermal": 3, "labels": 3}
    pictures = list(recording)
    assert [p.stamp - 1_000_000_000 for p in pictures] == [time for time in times for _ in range(3)]
    assert [p.time for p in pictures] == [p.stamp for p in pictures]
    assert [p.stream for p in pictures] == ["rgb", "thermal", "labels"] * 3
    assert [p.frame_id for p in pictures] == ["rgb", "thermal", "thermal"] * 3
    mono = {np.uint8: "mono8", np.uint16: "mono16"}[thermal_type]
    assert [p.encoding for p in pictures] == ["rgb8", mono, "mono8"] * 3
    images = [image for name in IN_ORDER for image in moment(name, thermal_type)]
    for picture, image in zip(pictures, images, strict=True):
        assert picture.image.dtype == image.dtype
        assert_array_equal(picture.image, image)


def make_bag(*options: object) -> int:
    return main(["make-bag", *(str(option) for option in options)])


@pytest.mark.parametrize("layout", make_bag_command.LAYOUTS)
def test_every_layout_becomes_a_bag(tmp_path, capsys, layout):
    write_split(tmp_path / "data", layout, "test")
    out = tmp_path / "bag"
    assert make_bag("--out", out, "--dataset", tmp_path / "data", "--layout", layout) == 0
    assert capsys.readouterr().out == f"{out}: 3 moments, 0.3 s, 3 with ground truth\n"
    check_bag(out, (0, 100_000_000, 200_000_000))


@pytest.mark.parametrize("layout", ["msrs", "mfnet"])
def test_split_and_rate_can_be_chosen(tmp_path, layout):
    write_split(tmp_path / "data", layout, "day")
    out = tmp_path / "bag"
    options = ["--dataset", tmp_path / "data", "--layout", layout, "--split", "day", "--rate", "30"]
    assert make_bag("--out", out, *options) == 0
    check_bag(out, (0, 33_333_333, 66_666_667))


@pytest.mark.parametrize("thermal_type", [np.uint8, np.uint16])
def test_plain_folders_become_a_bag(tmp_path, thermal_type):
    out = tmp_path / "bag"
    assert make_bag("--out", out, *write_folders(tmp_path, thermal_type), "--rate", "2.5") == 0
    check_bag(out, (0, 400_000_000, 800_000_000), thermal_type)


def test_ground_truth_may_be_of_some_pairs_or_of_none(tmp_path, capsys):
    folders = write_folders(tmp_path)
    (tmp_path / "ids/9.png").unlink()
    assert make_bag("--out", tmp_path / "some", *folders) == 0
    assert make_bag("--out", tmp_path / "none", *folders[:4]) == 0
    some, none = capsys.readouterr().out.splitlines()
    assert some.endswith("some: 3 moments, 0.3 s, 2 with ground truth")
    assert none.endswith("none: 3 moments, 0.3 s, no ground truth")
    stamps = [p.stamp for p in BagRecording(tmp_path / "some") if p.stream == "labels"]
    assert stamps == [1_000_000_000, 1_200_000_000]
    assert BagRecording(tmp_path / "none").counts == {"rgb": 3, "thermal": 3}


def test_the_bag_is_a_data_set_again(tmp_path):
    out = tmp_path / "bag"
    assert make_bag("--out", out, *write_folders(tmp_path)) == 0
    samples = BagSamples(out)
    assert len(samples) == 3
    for index, name in enumerate(IN_ORDER):
        sample = samples[index]
        for picture, image in zip((sample.rgb, sample.thermal, sample.labels), moment(name), strict=True):
            assert_array_equal(picture, image)


def refused(capsys, tmp_path: Path, *options: object) -> str:
    """The one line that a wrong call ends with; it must leave nothing where the bag was to be."""
    before = sorted(tmp_path.rglob("*"))
    assert make_bag("--out", tmp_path / "bag", *options) == 2
    assert sorted(tmp_path.rglob("*")) == before
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.split("csk_ros make-bag: ")[-1].strip()


NO_SOURCE = "expected a folder each for --rgb and --thermal, or --dataset and --layout; got "
TWO_SOURCES = (
    "--rgb, --thermal and --labels are folders of their own; the pictures of --dataset lie where its "
    "--layout says. Give either"
)
NO_DATASET = "--layout and --split belong to --dataset: expected its folder, got none"
OTHER_LAYOUT = (
    "--layout: expected msrs, pst900, fmb or mfnet, got {}; pictures that lie otherwise are given with "
    "--rgb, --thermal and --labels"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("", NO_SOURCE + "neither"),
        ("--rgb vi", NO_SOURCE + "--rgb alone"),
        ("--thermal ir --labels ids", NO_SOURCE + "--thermal and --labels alone"),
        ("--dataset data --layout msrs --labels ids", TWO_SOURCES),
        ("--dataset data --rgb vi --thermal ir", TWO_SOURCES),
        ("--rgb vi --thermal ir --layout msrs", NO_DATASET),
        ("--split val", NO_DATASET),
        ("--dataset data --layout kitti", OTHER_LAYOUT.format("'kitti'")),
        ("--dataset data", OTHER_LAYOUT.format("none")),
        ("--dataset nowhere --layout msrs", "--dataset: expected a folder, found none at nowhere"),
        ("--rgb nowhere --thermal ir", "nowhere: expected a folder of pictures, found none"),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path, capsys, options, message):
    assert refused(capsys, tmp_path, *options.split()) == message


@pytest.mark.parametrize(
    ("rate", "got"), [("0", "0"), ("-3", "-3"), ("nan", "nan"), ("inf", "inf"), ("2e9", "2e+09")]
)
def test_a_rate_must_be_positive_and_finite(tmp_path, capsys, rate, got):
    assert refused(capsys, tmp_path, *write_folders(tmp_path), "--rate", rate) == (
        f"--rate: expected more than 0 and at most 1e+09 moments a second, got {got}"
    )


def test_stamps_must_not_overflow(tmp_path, capsys):
    assert refused(capsys, tmp_path, *write_folders(tmp_path), "--rate", "1e-9") == (
        "--rate: expected moments that end before 2147483647 s, where the stamps of ROS do, got 3 at 1e-09 "
        "Hz, which take 3e+09 s"
    )


@pytest.mark.parametrize(("layout", "place"), [("fmb", "val"), ("mfnet", "val.txt")])
def test_a_split_that_is_missing_is_told_with_those_that_are_there(tmp_path, capsys, layout, place):
    data = tmp_path / "data"
    data.mkdir()
    options = ["--dataset", data, "--layout", layout, "--split", "val"]
    assert refused(capsys, tmp_path, *options) == (
        f"--split: expected {data / place}, found none; {data} has no split of layout {layout}"
    )
    write_split(data, layout, "train")
    write_split(data, layout, "test")
    assert refused(capsys, tmp_path, *options) == (
        f"--split: expected {data / place}, found none; {data} has test, train"
    )


def test_folders_that_a_split_lacks_are_all_told(tmp_path, capsys):
    data = tmp_path / "data"
    write_split(data, "msrs", "test")
    shutil.rmtree(data / "test/vi")
    shutil.rmtree(data / "test/Segmentation_labels")
    found = "expected a folder of pictures, found none"
    assert refused(capsys, tmp_path, "--dataset", data, "--layout", "msrs") == (
        f"{data}/test/vi: {found}; {data}/test/Segmentation_labels: {found}"
    )


def test_a_picture_that_a_label_lacks_is_told(tmp_path, capsys):
    data = tmp_path / "data"
    write_split(data, "pst900", "test")
    (data / "test/thermal/9.png").unlink()
    assert refused(capsys, tmp_path, "--dataset", data, "--layout", "pst900") == (
        f"{data}/test/thermal lacks 1 of the 3 pictures that labels has, the first being '9'"
    )


def test_an_existing_bag_is_kept(tmp_path, capsys):
    folders = write_folders(tmp_path)
    out = tmp_path / "bag"
    out.mkdir()
    assert refused(capsys, tmp_path, *folders) == (f"{out} exists already; choose another path or remove it")


def test_folders_that_share_no_name_are_told(tmp_path, capsys):
    folders = write_folders(tmp_path)
    for file in (tmp_path / "lwir").iterdir():
        file.rename(file.with_name(f"thermal_{file.name}"))
    assert refused(capsys, tmp_path, *folders).startswith(
        f"no file name is in both {tmp_path / 'colour'} (10.png"
    )


def test_labels_that_share_no_name_are_told(tmp_path, capsys):
    folders = write_folders(tmp_path)
    for file in (tmp_path / "ids").iterdir():
        file.rename(file.with_name(f"label_{file.name}"))
    assert refused(capsys, tmp_path, *folders) == (
        f"--labels: expected pictures with the names of pairs, such as '2', found none of them in "
        f"{tmp_path / 'ids'}"
    )


def test_a_damaged_picture_in_the_middle_is_named_and_leaves_no_bag(tmp_path, capsys):
    data = tmp_path / "data"
    write_split(data, "msrs", "test")
    (data / "test/ir/9.png").write_bytes(b"rubbish")
    message = "9.png: expected a jpg, png, bmp or tiff picture, got 7 bytes that are none"
    assert refused(capsys, tmp_path, "--dataset", data, "--layout", "msrs") == f"{data}/test/ir/{message}"
    folders = write_folders(tmp_path)
    (tmp_path / "lwir/9.png").write_bytes(b"rubbish")
    assert refused(capsys, tmp_path, *folders) == f"{tmp_path}/lwir/{message}"


def test_ctrl_c_in_the_middle_leaves_no_bag(tmp_path, monkeypatch, capsys):
    folders = write_folders(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    def interrupted(pictures, *_):
        for _, picture in zip(range(4), pictures, strict=False):
            yield picture
        raise KeyboardInterrupt

    monkeypatch.setattr(make_bag_command, "counted", interrupted)
    assert make_bag("--out", tmp_path / "bag", *folders) == 130
    assert capsys.readouterr().err == "csk_ros: interrupted\n"
    assert sorted(tmp_path.rglob("*")) == before
