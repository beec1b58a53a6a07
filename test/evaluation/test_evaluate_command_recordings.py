"""`python -m csk_ros evaluate` reads every kind of bag, and ground truth wherever it is."""

from __future__ import annotations

from itertools import chain

import cv2
import numpy as np
import pytest
import yaml
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer

from support.bag_files import TYPESTORE, write_bag
from support.labelled_street import MOMENTS, MS, bag_of, cameras, messages, street


def write_truth(folder, pictures):
    folder.mkdir()
    for number, picture in enumerate(each for each in pictures if each.stream == "labels"):
        seconds, rest = divmod(picture.stamp, 1000 * MS)
        name = f"{seconds}.{rest:09d}" if number % 2 else f"{picture.stamp}"
        assert cv2.imwrite(str(folder / f"{name}.png"), picture.image)
    return folder


def test_ground_truth_in_a_folder_is_that_of_a_topic(plain, evaluate, tmp_path):
    bare = bag_of(tmp_path / "bare", cameras(street()))
    report = evaluate(bare, "--ground-truth", write_truth(tmp_path / "truth", street()))
    assert report.only == plain.only
    assert report.figures["topics"] == {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw"}


def test_topics_that_do_not_tell_are_named(plain, evaluate, tmp_path):
    topics = {"rgb": "/a/pictures", "thermal": "/b/pictures", "labels": "/c/pictures"}
    bag = write_bag(tmp_path / "named", messages(street(), topics))
    options = chain.from_iterable(
        (f"--{option}", topics[stream])
        for option, stream in (
            ("rgb-topic", "rgb"),
            ("thermal-topic", "thermal"),
            ("ground-truth", "labels"),
        )
    )
    report = evaluate(bag, *options)
    assert report.figures["topics"] == topics
    assert report.only == plain.only


def test_without_truth_thermal_is_held_against_the_fused_answer(evaluate, segmenter, tmp_path):
    report = evaluate(bag_of(tmp_path / "bare", cameras(street())))
    assert report.only["ground_truth"] is None
    pictures = cameras(street())
    same = [
        segmenter(rgb.image, thermal.image).labels == segmenter(None, thermal.image).labels
        for rgb, thermal in zip(pictures[::2], pictures[1::2], strict=True)
    ]
    assert report.only["agreement"]["pictures"] == MOMENTS
    assert report.only["agreement"]["pixels"] == round(float(np.mean(same)), 4)
    assert {line["miou"] for line in report.frames} == {""}
    assert "no ground truth; thermal alone agrees with the fused answer in" in report.out


def write_as(path, storage, compression, pictures):
    """Write a bag as rosbag2 would with that storage and compression."""
    writer = Writer(path, version=8, storage_plugin=storage)
    if compression is not None:
        writer.set_compression(compression, CompressionFormat.ZSTD)
    with writer:
        connections = {}
        for topic, time, message in messages(pictures):
            kind = message.__msgtype__
            if topic not in connections:
                connections[topic] = writer.add_connection(topic, kind, typestore=TYPESTORE)
            writer.write(connections[topic], time, TYPESTORE.serialize_cdr(message, kind))
    return path


@pytest.mark.parametrize("storage", StoragePlugin, ids=lambda storage: storage.name.lower())
@pytest.mark.parametrize(
    "compression",
    [None, CompressionMode.FILE, CompressionMode.MESSAGE],
    ids=lambda mode: "plain" if mode is None else mode.name.lower(),
)
def test_every_storage_and_compression_gives_the_same_figures(
    plain, evaluate, tmp_path, storage, compression
):
    bag = write_as(tmp_path / "other", storage, compression, street())
    suffix = {StoragePlugin.MCAP: ".mcap", StoragePlugin.SQLITE3: ".db3"}[storage]
    compressed = ".zstd" if compression is CompressionMode.FILE else ""
    assert (bag / f"other{suffix}{compressed}").is_file()
    report = evaluate(bag)
    assert report.figures["passes"] == plain.figures["passes"]
    assert (report.folder / "frames.csv").read_bytes() == (plain.folder / "frames.csv").read_bytes()


def split_bag(path, storage, pictures):
    """Write a bag in two files, as `ros2 bag record --max-bag-duration` does."""
    pictures = list(pictures)
    path.mkdir()
    parts = []
    for number, part in enumerate((pictures[: len(pictures) // 2], pictures[len(pictures) // 2 :])):
        folder = write_as(path / f"part{number}", storage, None, part)
        parts.append(yaml.safe_load((folder / "metadata.yaml").read_text(encoding="utf-8")))
        (folder / "metadata.yaml").unlink()
        (file,) = folder.iterdir()
        file.rename(path / file.name)
        folder.rmdir()
    first, second = (part["rosbag2_bagfile_information"] for part in parts)
    first["relative_file_paths"] += second["relative_file_paths"]
    first["files"] += second["files"]
    first["message_count"] += second["message_count"]
    first["duration"] = {"nanoseconds": pictures[-1].time - pictures[0].time}
    for topic, more in zip(
        first["topics_with_message_count"], second["topics_with_message_count"], strict=True
    ):
        assert topic["topic_metadata"]["name"] == more["topic_metadata"]["name"]
        topic["message_count"] += more["message_count"]
    (path / "metadata.yaml").write_text(yaml.safe_dump(parts[0]), encoding="utf-8")
    return path


@pytest.mark.parametrize("storage", StoragePlugin, ids=lambda storage: storage.name.lower())
def test_a_bag_in_two_files_gives_the_same_figures(plain, evaluate, tmp_path, storage):
    bag = split_bag(tmp_path / "split", storage, street())
    assert len([file for file in bag.iterdir() if file.name != "metadata.yaml"]) == 2
    report = evaluate(bag)
    assert report.figures["passes"] == plain.figures["passes"]


def test_the_file_inside_a_bag_gives_the_same_figures(plain, evaluate, bag):
    assert evaluate(bag / "street.mcap").figures["passes"] == plain.figures["passes"]
