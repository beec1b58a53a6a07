"""The files of a bag are named, and what is none is called what it is."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest

from csk_ros.recording.bag_files.bag_layout import BagLayout, bag_layout, file_format
from csk_ros.recording.recording import RecordingError
from support.bag_files import bag_file, edit_metadata, image_message, write_bag

MESSAGES = [("/thermal", 1, image_message(np.zeros((4, 6), np.uint8), "mono8"))]
IMAGE = "sensor_msgs/msg/Image"


@pytest.fixture
def bag(tmp_path):
    return write_bag(tmp_path / "bag", MESSAGES)


def refused(path, complaint):
    with pytest.raises(RecordingError, match=f"^{re.escape(str(path))}.*{complaint}"):
        bag_layout(path)


def test_a_folder_has_files_and_promises_and_a_file_is_alone(bag):
    assert bag_layout(bag) == BagLayout((bag / "bag.mcap",), {"/thermal": (IMAGE, 1)})
    assert bag_layout(bag / "bag.mcap") == BagLayout((bag / "bag.mcap",))


def test_a_file_named_twice_and_one_not_named_are_told_of(bag):
    shutil.copy(bag / "bag.mcap", bag / "bag_1.mcap")
    edit_metadata(bag, lambda metadata: metadata["relative_file_paths"].append("bag/bag.mcap"))
    layout = bag_layout(bag)
    assert layout.files == (bag / "bag.mcap",)
    twice, beside = layout.warnings
    assert twice == "metadata.yaml names a file twice; it is read once"
    assert beside == (
        "metadata.yaml does not name bag_1.mcap, which the folder has: left out. If it belongs to the "
        "recording, make the metadata anew with `ros2 bag reindex`"
    )


def test_a_file_that_is_missing_is_named(bag):
    edit_metadata(bag, lambda metadata: metadata["relative_file_paths"].append("bag_1.mcap"))
    refused(bag, "metadata.yaml names bag_1.mcap, which the folder has not; .*`ros2 bag reindex`")


def test_metadata_that_say_nothing_are_refused(bag):
    edit_metadata(bag, lambda metadata: metadata.pop("topics_with_message_count"))
    with pytest.raises(RecordingError, match=r"metadata\.yaml: what rosbag2 writes is missing: KeyError"):
        bag_layout(bag)
    (bag / "metadata.yaml").write_text("- just\n- a list\n")
    with pytest.raises(RecordingError, match=r"metadata\.yaml: what rosbag2 writes is missing: TypeError"):
        bag_layout(bag)
    (bag / "metadata.yaml").write_text("rosbag2: {")
    with pytest.raises(
        RecordingError, match=r"metadata\.yaml: no YAML: .*\. Name the \.mcap or \.db3 file beside"
    ):
        bag_layout(bag)


def test_a_folder_without_metadata_says_what_it_has(bag, tmp_path):
    (bag / "metadata.yaml").unlink()
    refused(bag, r"this one has none; name the .mcap or .db3 file inside it \(found: bag\.mcap\)")
    (tmp_path / "other").mkdir()
    refused(tmp_path / "other", r"\(found: none\)")
    (tmp_path / "other" / "run.bag").touch()
    refused(tmp_path / "other", r"got a folder with ROS 1 bags \(run\.bag\): `rosbags-convert")
    refused(tmp_path / "nowhere", "no such bag")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"#ROSBAG V2.0\n\x45\0\0\0", r"a ROS 1 bag, expected one of ROS 2 .*: `rosbags-convert --src"),
        (b"", "an empty file, expected a rosbag2"),
        (b"PK\x03\x04", r"no rosbag2: .*, got a file that begins with b'PK\\x03\\x04'"),
    ],
)
def test_other_files_are_called_what_they_are(tmp_path, content, complaint):
    path = tmp_path / "run.mcap"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=rf"run\.mcap: {complaint}"):
        file_format(path)


def test_the_format_is_that_of_the_content_not_of_the_name(bag, tmp_path):
    shutil.copy(bag_file(bag), tmp_path / "recording.db3")
    assert file_format(tmp_path / "recording.db3") == b"\x89MCAP0\r\n"
