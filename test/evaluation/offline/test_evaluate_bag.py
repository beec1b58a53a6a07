from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.evaluation.offline.evaluate_bag import Assignment, evaluate_bag
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.faults import FaultScript
from support.known_segmenter import START, moments

SIZE = (24, 32)


@pytest.fixture
def bag(tmp_path):
    path = tmp_path / "bag"
    with BagWriter(path) as writer:
        for picture in moments(5, size=SIZE):
            writer.write(picture)
    return path


def test_truth_in_a_folder_takes_the_place_of_that_in_the_recording(bag, checkpoint, tmp_path):
    truth = tmp_path / "truth"
    truth.mkdir()
    cv2.imwrite(str(truth / f"{START}.png"), np.full(SIZE, 255, np.uint8))
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, ground_truth=str(truth)))
    found = evaluation.passages[0].figures["ground_truth"]
    assert (found["pictures"], found["compared"], found["all"]["pixel_accuracy"]) == (1, 1, None)
    assert evaluation.head["topics"] == {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw"}


def test_the_recording_comes_first_and_then_with_faults(bag, checkpoint):
    script = FaultScript.from_list([{"rgb": "drop"}])
    assignment = Assignment(bag, model=checkpoint, script=script, compare=True)
    plain, faulted = evaluate_bag(assignment).passages
    assert (plain.name, faulted.name) == ("as recorded", "with faults")
    assert (plain.script.faults, faulted.script.faults) == ((), script.faults)
    assert plain.figures["outputs"]["by_mode"]["fused"] == 5
    assert faulted.figures["outputs"]["by_mode"]["thermal"] == 5


def test_settings_and_threads_are_those_that_were_given(bag, checkpoint):
    script = FaultScript.from_list([{"rgb": "drop"}])
    given = {"rgb.wait": 0.08, "model.threads": 1}
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, script=script, parameters=given))
    assert evaluation.passages[0].run.outputs[0].latency == pytest.approx(0.08)
    assert evaluation.head["parameters"] == given
    with pytest.raises(ValueError, match="threads is 1 or more, not 0"):
        evaluate_bag(Assignment(bag, model=checkpoint, threads=0))
