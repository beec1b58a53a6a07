from __future__ import annotations

import signal
import subprocess
import sys

import cv2
import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.cli import main
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.fault import KINDS
from support.image_collector import ImageCollector
from support.small_recording import small_recording
from support.spin import spin_until

RGB, THERMAL = "rgb/image_raw", "thermal/image_raw"


@pytest.fixture
def bag(tmp_path):
    path = tmp_path / "bag"
    with BagWriter(path) as writer:
        for picture in small_recording(8):
            writer.write(picture)
    return path


@pytest.fixture
def pairs(tmp_path):
    for name, shape in (("vi", (12, 16, 3)), ("ir", (12, 16))):
        (tmp_path / name).mkdir()
        for number in range(4):
            cv2.imwrite(str(tmp_path / name / f"{number}.png"), np.full(shape, 10 * number, np.uint8))
    return tmp_path / "vi", tmp_path / "ir"


@pytest.fixture
def start():
    """Start `python -m csk_ros replay` in a process of its own, which does not outlive the test."""
    processes = []

    def start_replay(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "csk_ros", "replay", *map(str, arguments)],
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start_replay
    for process in processes:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def collect(ros_context, ros_executor):
    nodes = []

    def collect_from(*topics):
        nodes.append(ImageCollector(ros_context, topics))
        ros_executor.add_node(nodes[-1])
        return nodes[-1]

    yield collect_from
    for node in nodes:
        ros_executor.remove_node(node)
        node.destroy_node()


def finish(process, executor):
    """Spin until a process has ended well; what it sent last may still be on its way."""
    spin_until(executor, lambda: process.poll() is not None, "the end of the process")
    assert process.returncode == 0


def assert_only_topics_are_told(stderr, bag):
    (told,) = stderr.splitlines()
    assert told.startswith(f"{bag}: topics: rgb /rgb/image_raw (")


def test_a_bag_is_played_to_its_end(start, collect, ros_executor, bag):
    collector = collect(RGB, THERMAL)
    process = start("--bag", bag, "--wait-for-subscribers", 30, "--quiet")
    finish(process, ros_executor)
    assert_only_topics_are_told(process.communicate()[1], bag)
    spin_until(ros_executor, lambda: len(collector.received[THERMAL]) >= 8, "all pictures")
    recorded = [p for p in small_recording(8) if p.stream == "thermal"]
    assert collector.stamps(THERMAL) == [p.stamp for p in recorded]
    np.testing.assert_array_equal(collector.pictures(THERMAL), [p.image for p in recorded])


def test_pairs_are_played_with_faults_on_remapped_topics(start, collect, ros_executor, pairs, tmp_path):
    faults = tmp_path / "faults.yaml"
    faults.write_text("faults: [{rgb: drop, to: 0.1}]\n")
    collector = collect("front/color", "front/lwir")
    process = start(
        "--pairs", *pairs, "--rate", 20, "--speed", 2, "--faults", faults, "--wait-for-subscribers", 30,
        "--ros-args", "-r", f"{RGB}:=front/color", "-r", f"{THERMAL}:=front/lwir",
    )  # fmt: skip
    finish(process, ros_executor)
    spin_until(ros_executor, lambda: len(collector.received["front/color"]) >= 2, "the rgb pictures")
    spin_until(ros_executor, lambda: len(collector.received["front/lwir"]) >= 4, "the thermal pictures")
    assert [int(p.flat[0]) for p in collector.pictures("front/color")] == [20, 30]
    assert [int(p.flat[0]) for p in collector.pictures("front/lwir")] == [0, 10, 20, 30]
    stamps = collector.stamps("front/lwir")
    assert [stamp - stamps[0] for stamp in stamps] == [0, 25_000_000, 50_000_000, 75_000_000]
    # A bar is for a terminal.
    assert process.communicate()[1] == ""


def test_it_names_the_topics_that_it_waits_for(start, bag):
    process = start("--bag", bag, "--wait-for-subscribers", 3_600)
    line = next(line for line in process.stderr if "waiting for a subscriber of" in line)
    assert line == "waiting for a subscriber of /rgb/image_raw and of /thermal/image_raw\n"


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_plays_is_a_clean_exit(start, collect, ros_executor, bag, name):
    collector = collect(RGB, THERMAL)
    process = start("--bag", bag, "--loop", "--clock", "--quiet")
    spin_until(ros_executor, lambda: len(collector.received[RGB]) > 2, "pictures")
    process.send_signal(name)
    stderr = process.communicate(timeout=30)[1]
    assert process.returncode == 0, stderr
    assert_only_topics_are_told(stderr, bag)


def test_a_signal_while_it_waits_for_subscribers_is_a_clean_exit(start, collect, ros_executor, bag):
    collector = collect()
    process = start("--bag", bag, "--wait-for-subscribers", 3_600, "--quiet")
    spin_until(ros_executor, lambda: collector.count_publishers(RGB) == 1, "the publisher")
    process.send_signal(signal.SIGTERM)
    stderr = process.communicate(timeout=30)[1]
    assert process.returncode == 0, stderr
    assert_only_topics_are_told(stderr, bag)


def test_help_names_every_fault_with_its_numbers(capsys):
    with pytest.raises(SystemExit):
        main(["replay", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "Faults of thermal: drop, lose (share, seed), delay (seconds), jitter (seconds, seed), " in text
    assert "freeze, shrink (factor), recode, shutter." in text
    assert all(kind in text for kind in KINDS)


def refused(capsys, *arguments):
    assert main(["replay", *map(str, arguments)]) == 2
    return capsys.readouterr().err


def test_wrong_input_is_told_and_ends_with_code_2(capsys, bag, pairs, tmp_path):
    assert "nowhere: no such bag" in refused(capsys, "--bag", tmp_path / "nowhere")
    assert "expected a folder of pictures" in refused(capsys, "--pairs", pairs[0], tmp_path / "no")
    assert "rate: expected more than 0" in refused(capsys, "--pairs", *pairs, "--rate", 0)
    assert "speed: expected more than 0" in refused(capsys, "--bag", bag, "--speed", 0)
    assert "cannot be read" in refused(capsys, "--bag", bag, "--faults", tmp_path / "no.yaml")
    assert "--rate and --labels belong to --pairs" in refused(capsys, "--bag", bag, "--rate", 3)
    assert "belong to --bag" in refused(capsys, "--pairs", *pairs, "--rgb-topic", "x")
    assert "no images on '/x'" in refused(capsys, "--bag", bag, "--rgb-topic", "/x")
    assert "ROS does not understand --ros-args --bogus" in refused(
        capsys, "--bag", bag, "--ros-args", "--bogus"
    )


def test_a_bag_that_is_damaged_within_ends_with_code_2(start, tmp_path):
    path = tmp_path / "bag"
    with BagWriter(path) as writer:
        for picture in small_recording(3, labels=True):
            writer.write(picture)
    process = start("--bag", path, "--thermal-topic", "/rgb/image_raw", "--rgb-topic", "/thermal/image_raw")
    stderr = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert "expected a grey thermal picture, got rgb8 in colours" in stderr
    assert "Traceback" not in stderr


def test_a_replay_that_published_nothing_says_why_and_ends_with_code_1(start, bag, tmp_path):
    faults = tmp_path / "faults.yaml"
    faults.write_text("faults: [{rgb: drop}, {thermal: drop}]\n")
    process = start("--bag", bag, "--faults", faults, "--speed", 100, "--quiet")
    topics, told = process.communicate(timeout=60)[1].splitlines()
    assert_only_topics_are_told(topics, bag)
    assert told == "csk_ros replay: no image was published: the faults left none of the 16 of the recording"
    assert process.returncode == 1
