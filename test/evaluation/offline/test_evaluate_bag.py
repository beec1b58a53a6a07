from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.evaluation.offline.assignment import Assignment
from csk_ros.evaluation.offline.evaluate_bag import evaluate_bag
from csk_ros.parameters.given_value import ParametersError
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.fault_script import FaultScript
from support.bag_files import compressed_message, image_message, write_bag
from support.calibration_files import write_calibration
from support.camera_infos import camera_info
from support.known_segmenter import MS, START, moments
from support.packed_yuv import street, yuyv_of

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


def test_pictures_that_contradict_the_declared_format_are_told_of(bag, checkpoint, capfd):
    parameters = {"thermal.format": "celsius32"}
    script = FaultScript.from_list([{"rgb": "drop"}])
    assignment = Assignment(bag, model=checkpoint, parameters=parameters, script=script, compare=True)
    evaluation = evaluate_bag(assignment)
    told = [line for line in capfd.readouterr().err.splitlines() if line.startswith("csk_ros evaluate: ")]
    (line,) = [line for line in told if "thermal.format" in line]
    assert line.startswith("csk_ros evaluate: expected float32 of thermal.format celsius32, got uint16")
    # Once, although there were two passes.
    assert [f"csk_ros evaluate: {text}" for text in evaluation.head["warnings"]] == [line]


def test_a_fault_after_the_end_of_the_recording_is_told_of(bag, checkpoint, capfd):
    script = FaultScript.from_list([{"rgb": "drop", "from": 0.1}, {"rgb": "drop", "from": 100.0}])
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, script=script))
    told = [line for line in capfd.readouterr().err.splitlines() if "nothing of the fault" in line]
    assert told == [
        "csk_ros evaluate: nothing of the fault `rgb drop from 100 s to the end`: the recording ends at 0.4 s"
    ]
    assert f"csk_ros evaluate: {evaluation.head['warnings'][-1]}" == told[0]


def test_cameras_without_a_calibration_file_are_refused(bag, checkpoint):
    assignment = Assignment(bag, model=checkpoint, parameters={"registration.mode": "cameras"})
    with pytest.raises(ParametersError, match=r"expected a file in registration\.rgb_calibration"):
        evaluate_bag(assignment)


def test_a_homography_is_followed(bag, checkpoint):
    far_away = (1.0, 0.0, 900.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    parameters = {"registration.mode": "homography", "registration.homography": far_away}
    (passage,) = evaluate_bag(Assignment(bag, model=checkpoint, parameters=parameters)).passages
    (plain,) = evaluate_bag(Assignment(bag, model=checkpoint)).passages
    assert passage.figures["outputs"]["by_mode"] == plain.figures["outputs"]["by_mode"]
    assert passage.figures["ground_truth"]["all"] != plain.figures["ground_truth"]["all"]


def test_a_picture_that_cannot_be_decoded_costs_that_picture(checkpoint, tmp_path):
    messages = []
    for picture in moments(6, size=SIZE):
        topic = {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"}
        message = image_message(picture.image, picture.encoding, stamp=picture.stamp)
        messages.append((topic[picture.stream], picture.time, message))
    # The thermal message of the third moment and the rgb message of the fifth.
    messages[3 * 2 + 1][2].encoding = "mono17"
    messages[3 * 4][2].step = 3
    (passage,) = evaluate_bag(Assignment(write_bag(tmp_path / "bag", messages), model=checkpoint)).passages
    assert [(output.stamp - START) // (100 * MS) for output in passage.run.outputs] == [0, 1, 3, 4, 5]
    assert [output.mode.value for output in passage.run.outputs] == ["fused"] * 3 + ["thermal", "fused"]
    assert passage.figures["dropped"] == {"rgb": {"step": 1}, "thermal": {"encoding": 1}}
    assert passage.figures["inputs"]["thermal"]["frames"] == 6
    assert passage.figures["coverage"]["missed"] == 1


def test_a_camera_that_is_refused_as_a_whole_is_told_of_once_with_the_reason(checkpoint, tmp_path, capfd):
    messages = []
    for picture in moments(5, size=SIZE):
        if picture.stream == "rgb":
            message = image_message(picture.image, "rgb8", stamp=picture.stamp)
            messages.append(("/rgb/image_raw", picture.time, message))
        elif picture.stream == "thermal":
            message = compressed_message(bytes(40), "16UC1; compressedDepth rvl", stamp=picture.stamp)
            messages.append(("/thermal/image_raw/compressedDepth", picture.time, message))
    script = FaultScript.from_list([{"rgb": "lose", "share": 0.3}])
    bag = write_bag(tmp_path / "bag", messages)
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, script=script, compare=True))
    expected = (
        "thermal frame ignored: expected PNG of the transport compressedDepth, got RVL; set its parameter "
        "format to png (5 such frames)"
    )
    assert [text for text in evaluation.head["warnings"] if "ignored" in text] == [expected]
    told = [line for line in capfd.readouterr().err.splitlines() if "ignored" in line]
    assert told == [f"csk_ros evaluate: {expected}"]
    assert evaluation.passages[0].figures["dropped"]["thermal"] == {"encoding": 5}


def test_each_reason_is_told_of_with_its_count(checkpoint, tmp_path):
    messages = []
    for picture in moments(6, size=SIZE):
        topic = {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"}
        message = image_message(picture.image, picture.encoding, stamp=picture.stamp)
        messages.append((topic[picture.stream], picture.time, message))
    messages[3][2].encoding = messages[9][2].encoding = "bayer_rggb12"
    messages[6][2].step = 3
    evaluation = evaluate_bag(Assignment(write_bag(tmp_path / "bag", messages), model=checkpoint))
    encoding, step = [text for text in evaluation.head["warnings"] if "ignored" in text]
    assert encoding.startswith("rgb frame ignored: expected of the rgb camera one of mono8, rgb8")
    assert encoding.endswith("it sent 'bayer_rggb12' (2 such frames)")
    assert step.startswith("rgb frame ignored: expected rows of at least 96 bytes")
    assert "such frames" not in step


def test_rgb_that_cannot_be_registered_is_told_of(checkpoint, bag, tmp_path):
    for stream in ("rgb", "thermal"):
        write_calibration(tmp_path / f"{stream}.yaml", camera_info(640, 480))
    parameters = {"registration.mode": "cameras"}
    parameters |= {f"registration.{s}_calibration": str(tmp_path / f"{s}.yaml") for s in ("rgb", "thermal")}
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, parameters=parameters))
    (text,) = [text for text in evaluation.head["warnings"] if "ignored" in text]
    assert text.startswith("rgb frame ignored: expected")
    assert text.endswith(" (5 such frames)")


def test_images_that_contradict_their_messages_are_in_the_report(checkpoint, tmp_path, capfd):
    packed = yuyv_of(street().rgb)[::8, :80]
    bag = write_bag(
        tmp_path / "bag",
        [
            message
            for time in range(0, 400 * MS, 100 * MS)
            for message in (
                ("/rgb/image_raw", START + time, image_message(packed, "uyvy", stamp=START + time)),
                ("/ir", START + time, image_message(packed[..., 0].copy(), "mono8", stamp=START + time)),
            )
        ],
    )
    script = FaultScript.from_list([{"rgb": "drop", "from": 0.1}])
    evaluation = evaluate_bag(Assignment(bag, model=checkpoint, script=script, compare=True))
    (text,) = [text for text in evaluation.head["warnings"] if "luma" in text]
    assert text.startswith(f"{bag}: rgb: luma and chroma look exchanged; have the driver say yuyv")
    assert capfd.readouterr().err.count(text) == 1
