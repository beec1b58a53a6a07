"""Which topics of a bag are told of when there is no ground truth."""

from __future__ import annotations

import numpy as np

from csk_ros.evaluation.offline.unused_pictures import unused_pictures, unused_text
from csk_ros.recording.bag_recording import BagRecording
from support.bag_files import TYPESTORE, image_message, write_bag

GREY, DEEP = np.zeros((4, 6), np.uint8), np.zeros((4, 6), np.uint16)


def test_pictures_that_could_be_class_ids_are_found(tmp_path):
    bag = write_bag(
        tmp_path / "bag",
        [
            ("/thermal/image_raw", 1, image_message(GREY, "mono8")),
            ("/masks/street", 2, image_message(GREY, "mono8")),
            ("/annotation", 3, image_message(GREY, "mono8")),
            ("/annotation", 4, image_message(GREY, "mono8")),
            ("/depth", 5, image_message(DEEP, "mono16")),
            ("/robot/segmentation", 6, image_message(GREY, "mono8")),
            ("/robot/segmentation/confidence", 7, image_message(GREY, "mono8")),
            ("/chatter", 8, TYPESTORE.types["std_msgs/msg/String"](data="mono8")),
        ],
    )
    thermal = {"thermal_topic": "/thermal/image_raw"}
    assert unused_pictures(BagRecording(bag, **thermal, rgb_topic="/depth")) == [
        "/annotation",
        "/masks/street",
    ]
    recording = BagRecording(bag, **thermal, rgb_topic="/masks/street", labels_topic="/annotation")
    assert unused_pictures(recording) == []


def test_each_topic_comes_with_the_option_that_uses_it():
    assert unused_text(["/annotation"]) == "picture topics not used: /annotation; --ground-truth /annotation?"
    assert unused_text(["/a", "/b"]) == (
        "picture topics not used: /a, /b; --ground-truth /a or --ground-truth /b?"
    )
