"""`python -m csk_ros evaluate` on small bags: its three files say the same, and every kind of bag is read."""

from __future__ import annotations

import csv
import io
import json
from contextlib import redirect_stdout
from html import escape
from itertools import chain

import cv2
import numpy as np
import pytest
import yaml
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer

from csk_ros.cli import main
from csk_ros.evaluation.metrics.rounded import rounded
from csk_ros.labels import STREET
from support.bag_files import TYPESTORE, write_bag
from support.labelled_street import BEGIN, ENCODINGS, MOMENTS, MS, SIZE, bag_of, cameras, messages, street
from support.set_iou import iou_of_sets

FILES = {"report.json", "report.html", "frames.csv"}


class Report:
    """What one call has left."""

    def __init__(self, folder, out):
        self.folder = folder
        self.out = out
        self.figures = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        with (folder / "frames.csv").open(newline="", encoding="utf-8") as lines:
            self.frames = list(csv.DictReader(lines))

    @property
    def only(self):
        """The figures of the one pass that there was."""
        (figures,) = self.figures["passes"].values()
        return figures


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    """With ground truth."""
    return bag_of(tmp_path_factory.mktemp("bags") / "street", street())


@pytest.fixture(scope="module")
def evaluate(checkpoint, tmp_path_factory):
    """Call the command, which has to go well."""

    def run(bag, *options):
        folder, out = tmp_path_factory.mktemp("out") / "report", io.StringIO()
        words = ["--bag", bag, "--out", folder, "--model", checkpoint, *options]
        with redirect_stdout(out):
            assert main(["evaluate", *map(str, words)]) == 0
        assert {file.name for file in folder.iterdir()} == FILES
        return Report(folder, out.getvalue())

    return run


@pytest.fixture(scope="module")
def plain(evaluate, bag):
    """The report of the bag as it was recorded."""
    return evaluate(bag)


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    file = tmp_path_factory.mktemp("faults") / "faults.yaml"
    file.write_text("faults: [{rgb: drop, from: 0.45}]", encoding="utf-8")
    return file


def test_the_head_tells_what_was_evaluated(plain, bag, checkpoint):
    head = {name: value for name, value in plain.figures.items() if name not in {"passes", "warnings"}}
    assert head == {
        "recording": str(bag),
        "topics": {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"},
        "model": str(checkpoint),
        "parameters": {},
        "inference_time": 0.0,
    }
    assert list(plain.figures["passes"]) == ["as recorded"]
    assert plain.only["script"] == []


def test_what_contradicts_the_declared_format_stands_in_the_report(compared, evaluate, bag, tmp_path):
    (warning,) = compared.figures["warnings"]
    assert warning.startswith("expected uint8 of thermal.format agc8, got uint16 from ")
    assert f">{escape(warning)}<" in (compared.folder / "report.html").read_text(encoding="utf-8")
    file = tmp_path / "params.yaml"
    file.write_text("/**:\n  ros__parameters:\n    thermal.format: counts\n", encoding="utf-8")
    right = evaluate(bag, "--params-file", file)
    assert right.figures["warnings"] == []
    assert "thermal.format agc8" not in (right.folder / "report.html").read_text(encoding="utf-8")


def test_every_pair_is_answered_as_the_network_answers_it(plain, segmenter):
    assert plain.only["outputs"]["by_mode"] == {"fused": MOMENTS, "thermal": 0, "rgb": 0}
    by_stream = {stream: [each.image for each in street() if each.stream == stream] for stream in ENCODINGS}
    answers = [segmenter(*pair).labels for pair in zip(by_stream["rgb"], by_stream["thermal"], strict=True)]
    truth, answer = np.concatenate(by_stream["labels"]), np.concatenate(answers)
    expected = iou_of_sets(truth, answer, STREET)
    found = plain.only["ground_truth"]["all"]
    assert len([iou for iou in expected.values() if iou > 0]) > 1
    assert found["iou"] == {name: rounded(iou) for name, iou in expected.items()}
    labelled = truth != 255
    assert found["pixel_accuracy"] == round(float((truth == answer)[labelled].mean()), 4)
    assert np.sum(found["confusion"]) == labelled.sum() == MOMENTS * (SIZE[0] - 1) * SIZE[1]


def test_the_lines_of_the_frames_add_up_to_the_figures(plain):
    figures = plain.only
    assert len(plain.frames) == figures["outputs"]["frames"] == MOMENTS
    assert [int(line["stamp"]) for line in plain.frames] == [BEGIN + n * 100 * MS for n in range(MOMENTS)]
    assert {line["pass"] for line in plain.frames} == {"as recorded"}
    assert {(line["mode"], line["reason"]) for line in plain.frames} == {("fused", "both cameras ok")}
    # Seconds count from the first picture, which is rgb and comes 3 ms before thermal.
    assert [float(line["seconds"]) for line in plain.frames] == [
        pytest.approx(0.003 + number / 10) for number in range(MOMENTS)
    ]
    assert {(line["latency"], line["skew"]) for line in plain.frames} == {("0.000000", "0.000000")}
    lightings = [line["lighting"] for line in plain.frames]
    assert {light: lightings.count(light) for light in ("bright", "dark", "unknown")} == figures["outputs"][
        "by_lighting"
    ]
    # Every frame has as many labelled pixels as any other.
    mean = np.mean([float(line["pixel_accuracy"]) for line in plain.frames])
    assert figures["ground_truth"]["all"]["pixel_accuracy"] == pytest.approx(mean, abs=1e-4)


def test_the_table_shows_the_figures(plain, bag):
    lines = plain.out.splitlines()
    assert lines[0] == f"  {bag}, as recorded: 0.903 s, 10 rgb and 10 thermal frames"
    rows = {cells[0]: cells[1:] for cells in map(str.split, lines) if cells}
    everything = plain.only["ground_truth"]["all"]
    told = [f"{everything[key]:.3f}" for key in ("miou", "pixel_accuracy")]
    assert rows["all"] == ["0.9", "s", "10", "0", "ms", "0", "ms", "10", *told, "-", "-"]
    assert rows["fused"][2:9] == ["10", "0", "ms", "0", "ms", "10", *told[:1]]
    assert "  labels came for 100.0% of the thermal frames, from whichever camera" in lines
    assert any(line.startswith("  latency is the wait for rgb alone") for line in lines)
    assert lines[-1] == f"  {plain.folder}: report.html, report.json, frames.csv"


def test_the_page_names_the_recording(plain, bag):
    assert bag.name in (plain.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compared(evaluate, bag, faults):
    """The report of the bag with and without faults."""
    return evaluate(bag, "--faults", faults, "--compare")


def test_the_same_input_gives_the_same_bytes(compared, evaluate, bag, faults):
    again = evaluate(bag, "--faults", faults, "--compare")
    for name in FILES:
        assert (again.folder / name).read_bytes() == (compared.folder / name).read_bytes(), name


def test_compare_sets_the_recording_beside_what_the_faults_make_of_it(plain, compared, evaluate, bag, faults):
    before, after = compared.figures["passes"].values()
    assert list(compared.figures["passes"]) == ["as recorded", "with faults"]
    assert before == plain.only
    assert after == evaluate(bag, "--faults", faults).only
    assert after["script"] == ["rgb drop from 0.45 s to the end"]
    assert after["outputs"]["by_mode"] == {"fused": 5, "thermal": 5, "rgb": 0}
    assert after["mode_sequence"] == ["fused", "thermal"]
    assert after["ground_truth"]["modes"]["thermal"]["all"]["pictures"] == 5
    assert [(line["pass"], line["mode"]) for line in compared.frames] == (
        [("as recorded", "fused")] * 10 + [("with faults", "fused")] * 5 + [("with faults", "thermal")] * 5
    )
    assert [line.split(": ")[0] for line in compared.out.splitlines() if " rgb and " in line] == [
        f"  {bag}, as recorded",
        f"  {bag}, with faults",
    ]
    assert "  rgb drop from 0.45 s to the end" in compared.out


def test_a_params_file_takes_effect_and_is_told(evaluate, bag, tmp_path):
    file = tmp_path / "params.yaml"
    file.write_text(
        "/**:\n  ros__parameters:\n    rgb: {dark_level: 255.0}\n    use_sim_time: true\n", encoding="utf-8"
    )
    report = evaluate(bag, "--params-file", file)
    assert report.figures["parameters"] == {"rgb.dark_level": 255.0}
    assert report.only["outputs"]["by_mode"] == {"fused": 0, "thermal": MOMENTS, "rgb": 0}
    assert {line["reason"] for line in report.frames} == {"rgb dark"}


def test_of_two_params_files_the_later_counts(evaluate, bag, tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("/**: {ros__parameters: {rgb.dark_level: 255.0, rgb.wait: 0.2}}", encoding="utf-8")
    second.write_text("/**: {ros__parameters: {rgb.dark_level: 0.0}}", encoding="utf-8")
    report = evaluate(bag, "--params-file", first, "--params-file", second)
    assert report.figures["parameters"] == {"rgb.dark_level": 0.0, "rgb.wait": 0.2}


def test_without_rgb_alone_a_fault_of_thermal_is_expected_to_silence_the_node(evaluate, bag, tmp_path):
    file, faults = tmp_path / "params.yaml", tmp_path / "faults.yaml"
    file.write_text("/**: {ros__parameters: {fallback.allow_rgb: false}}", encoding="utf-8")
    faults.write_text("faults: [{thermal: drop, from: 0.45}]", encoding="utf-8")
    (fault,) = evaluate(bag, "--params-file", file, "--faults", faults).only["faults"]
    assert fault["expected"] == "none"
    (fault,) = evaluate(bag, "--faults", faults).only["faults"]
    assert fault["expected"] == "rgb"


def test_a_topic_that_could_be_ground_truth_is_named_if_there_is_none(evaluate, tmp_path):
    topics = {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/annotation"}
    bag = write_bag(tmp_path / "annotated", messages(street(), topics))
    told = "picture topics not used: /annotation; --ground-truth /annotation?"
    assert evaluate(bag).figures["warnings"].count(told) == 1
    report = evaluate(bag, "--ground-truth", "/annotation")
    assert told not in report.figures["warnings"]
    assert report.figures["topics"]["labels"] == "/annotation"


def test_the_time_of_the_network_leaves_frames_out(evaluate, bag):
    report = evaluate(bag, "--inference-time", 0.25)
    assert report.figures["inference_time"] == 0.25
    # While one is under way, the newest takes the place of the one before it.
    assert [(int(line["stamp"]) - BEGIN) // (100 * MS) for line in report.frames] == [0, 2, 4, 7, 9]
    assert float(report.frames[0]["latency"]) == 0.25
    assert report.only["dropped"]["thermal"] == {"superseded": 5}
    assert report.only["latency"]["all"]["max"] == 350.0


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
