"""What `python -m csk_ros evaluate` refuses: with a sentence, exit code 2, and nothing written."""

from __future__ import annotations

import os
from dataclasses import replace

import cv2
import numpy as np
import pytest
from rosbags.rosbag2 import StoragePlugin, Writer

from csk_ros.cli import main
from support.bag_files import TYPESTORE, write_bag
from support.labelled_street import SIZE, bag_of, cameras, messages, street


class WrongCall:
    """A call that is refused, on a bag of its own."""

    def __init__(self, folder, checkpoint):
        self.folder = folder
        self.out = folder / "out"
        self.options = {"--bag": folder / "bag", "--out": self.out, "--model": checkpoint}

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def bag(self, *messages):
        write_bag(self.folder / "bag", messages)

    def street(self, pictures=None):
        bag_of(self.folder / "bag", street() if pictures is None else pictures)

    @property
    def file(self):
        return self.folder / "bag" / "bag.mcap"

    def run(self):
        words = [word for option in self.options.items() for word in option if word is not None]
        return main(["evaluate", *map(str, words)])


def no_bag(_):
    return "bag: no such bag"


def truncated_bag(call):
    call.street()
    call.file.write_bytes(call.file.read_bytes()[:-1000])
    return "bag.mcap: a recording that was cut off or damaged: "


def truncated_picture(call):
    topic, time, message = next(messages(street()))
    message.data = message.data[:-5]
    call.bag((topic, time, message))
    return "expected pictures of a camera, all are broken (truncated: expected 18432 bytes"


def no_pictures(call):
    call.bag(("/chatter", 1, TYPESTORE.types["std_msgs/msg/String"](data="hello")))
    return "bag: no images in this bag; it has std_msgs/msg/String"


def no_messages(call):
    call.bag()
    return "bag: no images in this bag; it has no messages"


def empty_topics(call):
    with Writer(call.folder / "bag", version=8, storage_plugin=StoragePlugin.MCAP) as writer:
        for topic in ("/rgb/image_raw", "/thermal/image_raw"):
            writer.add_connection(topic, "sensor_msgs/msg/Image", typestore=TYPESTORE)
    return "bag: no images in this bag; it has no messages"


def truth_alone(call):
    call.street(picture for picture in street() if picture.stream == "labels")
    return "bag: no topic's name or images say which is rgb and which is thermal; topics with images: /gro"


def wrong_topic(call):
    call.street()
    call.options["--rgb-topic"] = "/camera/image_raw"
    return (
        "bag: rgb_topic: no images on '/camera/image_raw'; topics with images: /ground_truth (mono8), /rgb/"
    )


def wrong_type(call):
    string = TYPESTORE.types["std_msgs/msg/String"](data="hello")
    call.bag(("/thermal/status", 1, string), *messages(cameras(street())))
    call.options["--thermal-topic"] = "/thermal/status"
    return "bag: thermal_topic: /thermal/status carries std_msgs/msg/String, which cannot be read: expected "


def wrong_truth_topic(call):
    call.street()
    call.options["--ground-truth"] = "/annotations"
    return "bag: labels_topic: no images on '/annotations'; topics with images: /ground_truth"


def truth_nowhere(call):
    call.street()
    call.options["--ground-truth"] = "annotations"
    return (
        "expected ground truth in a folder or on a topic (/...), got 'annotations', which is no folder; "
        "for the topic: --ground-truth /annotations"
    )


def truth_without_stamps(call):
    call.street()
    (call.folder / "truth").mkdir()
    cv2.imwrite(str(call.folder / "truth" / "00001D.png"), np.zeros(SIZE, np.uint8))
    call.options["--ground-truth"] = call.folder / "truth"
    return "00001D.png: expected the stamp of the picture that it belongs to as the name"


def foreign_ids(call):
    call.street(
        replace(each, image=each.image % 4 + 6) if each.stream == "labels" else each for each in street()
    )
    return (
        "ground truth has the ids [6, 7, 8, 9]; label set 'street' has 0 to 3, and 255 for unlabelled. "
        "Map the ids to its classes, or to 255 where it has none"
    )


def compare_without_faults(call):
    call.street()
    call.options["--compare"] = None
    return "--compare: expected --faults FILE to compare the recording with, got none"


def wrong_fault(call):
    call.street()
    call.options["--faults"] = call.write("faults.yaml", "faults: [{rgb: drop}, {rgb: shutter, from: 2}]")
    return "faults.yaml: fault 2 ({'rgb': 'shutter', 'from': 2}): expected a fault of rgb: drop, lose, "


def no_faults_file(call):
    call.street()
    call.options["--faults"] = call.folder / "faults.yaml"
    return "faults.yaml: cannot be read: No such file or directory"


def wrong_parameter(call):
    call.street()
    text = "/**: {ros__parameters: {rgb: {wait: 20.0}}}"
    call.options["--params-file"] = call.write("params.yaml", text)
    return "params.yaml: rgb.wait: expected 0 .. 10, got 20.0"


def parameters_of_another_robot(call):
    call.street()
    text = "/a/segmentation: {ros__parameters: {rgb: {wait: 0.2}}}"
    call.options |= {"--params-file": call.write("params.yaml", text), "--namespace": "/b"}
    return "of the node /b/segmentation; it has /a/segmentation; did you mean the namespace /a?"


def namespace_without_params_file(call):
    call.street()
    call.options["--namespace"] = "/a"
    return "--namespace says which blocks of --params-file are meant; give one"


def negative_time(call):
    call.street()
    call.options["--inference-time"] = "-0.1"
    return "--inference-time: expected 0 or more seconds, got -0.1"


def no_time(call):
    call.street()
    call.options["--inference-time"] = "nan"
    return "--inference-time: expected 0 or more seconds, got nan"


def no_model(call):
    call.street()
    call.options["--model"] = call.folder / "nowhere.safetensors"
    return "nowhere.safetensors does not exist"


def negative_threads(call):
    call.street()
    call.options["--threads"] = "-1"
    return "threads is 1 or more, not -1"


@pytest.fixture
def call(tmp_path, checkpoint):
    return WrongCall(tmp_path, checkpoint)


def refused(call, capsys):
    """The sentence of a call that is refused; nothing is written, and nothing told but that."""
    assert call.run() == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert not call.out.exists()
    # Before it there may be what is left of a progress bar.
    _, said, sentence = captured.err.partition("csk_ros evaluate: ")
    assert said
    return sentence


@pytest.mark.parametrize(
    "spoil",
    [
        no_bag,
        truncated_bag,
        truncated_picture,
        no_pictures,
        no_messages,
        empty_topics,
        truth_alone,
        wrong_topic,
        wrong_type,
        wrong_truth_topic,
        truth_nowhere,
        truth_without_stamps,
        foreign_ids,
        compare_without_faults,
        wrong_fault,
        no_faults_file,
        wrong_parameter,
        parameters_of_another_robot,
        namespace_without_params_file,
        negative_time,
        no_time,
        no_model,
        negative_threads,
    ],
    ids=lambda spoil: spoil.__name__.replace("_", " "),
)
def test_a_wrong_call_is_refused_with_a_sentence(call, capsys, spoil):
    complaint = spoil(call)
    assert complaint in refused(call, capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written_is_named(call, capsys):
    call.street()
    call.file.chmod(0)
    assert f"'{call.file}': Permission denied" in refused(call, capsys)
    call.file.chmod(0o600)
    closed = call.folder / "closed"
    closed.mkdir(mode=0o500)
    call.options["--out"] = closed / "out"
    assert f"Permission denied: '{closed / 'out'}'" in refused(call, capsys)


def test_a_file_in_the_place_of_the_folder_is_kept(call, capsys):
    call.street()
    notes = call.options["--out"] = call.write("notes", "mine")
    complaint = f"--out: expected a folder, or a place for one, got the file {notes}"
    assert complaint in refused(call, capsys)
    assert notes.read_text(encoding="utf-8") == "mine"


def test_earlier_files_stay_as_they_were_if_a_call_is_refused(call, capsys):
    complaint = foreign_ids(call)
    call.out.mkdir()
    earlier = dict.fromkeys(("report.json", "report.html", "frames.csv"), "earlier")
    for name, text in earlier.items():
        (call.out / name).write_text(text, encoding="utf-8")
    assert call.run() == 2
    assert complaint in capsys.readouterr().err
    assert {file.name: file.read_text(encoding="utf-8") for file in call.out.iterdir()} == earlier
