"""Ground truth that does not fit: what is not compared is said, in terminal, report and exit code."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace

import cv2
import numpy as np
import pytest

from csk_ros.cli import main
from support.bag_files import compressed_message, image_message, write_bag
from support.evaluation_report import Report
from support.labelled_street import BEGIN, IN_A_BAG, MOMENTS, MS, bag_of, cameras, messages, street


@pytest.fixture
def call(checkpoint, tmp_path):
    """Call the command, whatever comes of it: exit code, report, stderr."""

    def run(bag, *options):
        out, err = io.StringIO(), io.StringIO()
        words = ["--bag", bag, "--out", tmp_path / "report", "--model", checkpoint, *options]
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["evaluate", *map(str, words)])
        return code, Report(tmp_path / "report", out.getvalue()), err.getvalue()

    return run


def params(folder, text):
    (folder / "params.yaml").write_text(f"/**: {{ros__parameters: {{{text}}}}}", encoding="utf-8")
    return folder / "params.yaml"


def later(pictures, stream, nanoseconds):
    for each in pictures:
        yield replace(each, stamp=each.stamp + nanoseconds) if each.stream == stream else each


NOTHING_MATCHED = (
    "no accuracy: none of the 10 images of ground truth has the stamp of a thermal image, "
    "the nearest is 3.0 ms away"
)


def test_a_topic_of_ground_truth_that_matches_nothing_fails_with_a_report(call, tmp_path):
    code, report, said = call(bag_of(tmp_path / "bag", later(street(), "labels", 3 * MS)))
    assert code == 1
    assert f"csk_ros evaluate: {NOTHING_MATCHED}" in said
    assert any(text.startswith(NOTHING_MATCHED) for text in report.figures["warnings"])
    assert NOTHING_MATCHED in (report.folder / "report.html").read_text(encoding="utf-8")
    truth = report.only["ground_truth"]
    assert (truth["pictures"], truth["matched"], truth["nearest"], truth["compared"]) == (10, 0, 0.003, 0)
    assert truth["complaint"].startswith(NOTHING_MATCHED)
    assert "  ground truth: 0 of 10 images have the stamp of a thermal image; 0 of 10 outputs" in report.out


def test_a_folder_of_ground_truth_that_matches_nothing_fails(call, tmp_path):
    folder = tmp_path / "truth"
    folder.mkdir()
    for number in range(10):
        stamp = BEGIN + number * 100 * MS + 3 * MS
        assert cv2.imwrite(str(folder / f"{stamp}.png"), np.zeros((64, 96), np.uint8))
    code, report, said = call(bag_of(tmp_path / "bag", cameras(street())), "--ground-truth", folder)
    assert code == 1
    assert NOTHING_MATCHED in said
    assert report.only["ground_truth"]["matched"] == 0


def test_ground_truth_that_matches_in_part_is_told_with_both_numbers(call, tmp_path):
    pictures = [
        replace(each, stamp=each.stamp + 3 * MS) if each.stream == "labels" and number >= 15 else each
        for number, each in enumerate(street())
    ]
    code, report, said = call(bag_of(tmp_path / "bag", pictures))
    assert code == 0
    told = "5 of 10 images of ground truth have the stamp of no thermal image (the nearest is 3.0 ms away)"
    assert told in said
    assert (
        "  ground truth: 5 of 10 images have the stamp of a thermal image; 5 of 10 outputs were compared"
        in (report.out)
    )
    assert "  not compared: 5 outputs without ground truth of their stamp" in report.out
    assert report.only["ground_truth"]["not_compared"] == {"without ground truth of their stamp": 5}


def test_ground_truth_of_another_size_fails(call, tmp_path):
    pictures = (
        replace(each, image=each.image[::2, ::2].copy()) if each.stream == "labels" else each
        for each in street()
    )
    code, _, said = call(bag_of(tmp_path / "bag", pictures))
    assert code == 1
    assert (
        "no accuracy: the ground truth is 48x32, the labels 96x64; it has to be of the thermal image's"
        in said
    )


def test_a_sweep_without_accuracy_fails(checkpoint, tmp_path, capsys):
    bag = bag_of(tmp_path / "bag", later(street(), "labels", 3 * MS))
    words = ["--bag", bag, "--out", tmp_path / "out", "--model", checkpoint, "--sweep", "rgb.wait=0.0,0.1"]
    assert main(["evaluate", *map(str, words)]) == 1
    assert NOTHING_MATCHED in capsys.readouterr().err


@pytest.fixture
def faults(tmp_path):
    file = tmp_path / "faults.yaml"
    file.write_text("faults: [{thermal: drop, from: 0.45}]", encoding="utf-8")
    return file


HOMOGRAPHY = (
    "registration.mode: homography, registration.homography: [1.0, 0.0, 5.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]"
)


def test_mode_rgb_is_not_scored_on_the_frame_of_another_camera(call, bag, faults, tmp_path):
    code, report, said = call(bag, "--faults", faults, "--params-file", params(tmp_path, HOMOGRAPHY))
    assert code == 0
    count = report.only["outputs"]["by_mode"]["rgb"]
    assert count > 0
    told = f"{count} outputs of mode rgb are not scored: their labels lie in the rgb image"
    assert told in said
    assert any(text.startswith(told) for text in report.figures["warnings"])
    truth = report.only["ground_truth"]
    assert truth["modes"]["rgb"]["all"] is None
    assert truth["not_compared"] == {"of the rgb camera's pixel frame": count}
    assert truth["shares_frame"] is False
    assert {line["miou"] for line in report.frames if line["mode"] == "rgb"} == {""}
    assert f"  not compared: {count} outputs of the rgb camera's pixel frame" in report.out


@pytest.mark.parametrize(
    "parameters",
    ["registration.mode: none", "registration.mode: homography"],
    ids=["one field of view", "a homography that moves nothing"],
)
def test_mode_rgb_is_scored_where_the_cameras_share_a_frame(call, bag, faults, tmp_path, parameters):
    code, report, _ = call(bag, "--faults", faults, "--params-file", params(tmp_path, parameters))
    assert code == 0
    count = report.only["outputs"]["by_mode"]["rgb"]
    truth = report.only["ground_truth"]
    assert truth["shares_frame"] is True
    assert truth["modes"]["rgb"]["all"]["pictures"] == count > 0
    assert (
        f"  mode rgb was compared in {count} outputs: by registration.mode both cameras have one pixel"
        in (report.out)
    )


def test_a_drop_of_thermal_leaves_its_ground_truth_matched(call, bag, faults):
    _, report, _ = call(bag, "--faults", faults)
    assert report.only["ground_truth"]["matched"] == MOMENTS


def labels_as(make):
    """The street's messages, with labels made by `make` of (ids, stamp)."""
    for topic, time, message in messages(street()):
        if topic == IN_A_BAG["labels"]:
            stamp = message.header.stamp.sec * 10**9 + message.header.stamp.nanosec
            yield topic, time, make(message.data.reshape(message.height, message.width), stamp)
        else:
            yield topic, time, message


def compressed(suffix):
    def make(ids, stamp):
        return compressed_message(cv2.imencode(suffix, ids)[1].tobytes(), suffix[1:], stamp=stamp)

    return make


def test_png_labels_give_the_figures_of_raw_ones(call, plain, tmp_path):
    code, report, _ = call(write_bag(tmp_path / "bag", labels_as(compressed(".png"))))
    assert code == 0
    assert report.only == plain.only


LOSSY = {
    "JPEG": (compressed(".jpg"), "expected class ids as raw mono8 or PNG, got JPEG, which changes ids"),
    "colours": (
        lambda ids, stamp: image_message(np.dstack([ids, ids // 2, ids]), "rgb8", stamp=stamp),
        "expected class ids as mono8 or 8UC1, got 'rgb8'",
    ),
    "16 bits": (
        lambda ids, stamp: image_message(ids.astype(np.uint16), "mono16", stamp=stamp),
        "expected class ids as mono8 or 8UC1, got 'mono16'",
    ),
}


@pytest.mark.parametrize("kind", LOSSY)
def test_labels_that_are_no_ids_are_refused_where_they_are_asked_for(checkpoint, tmp_path, capsys, kind):
    make, complaint = LOSSY[kind]
    bag = write_bag(tmp_path / "bag", labels_as(make))
    words = [
        "--bag",
        bag,
        "--out",
        tmp_path / "out",
        "--model",
        checkpoint,
        "--ground-truth",
        "/ground_truth",
    ]
    assert main(["evaluate", *map(str, words)]) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("kind", LOSSY)
def test_labels_that_are_no_ids_are_told_of_and_not_used_where_nobody_asked(call, tmp_path, kind):
    code, report, said = call(write_bag(tmp_path / "bag", labels_as(LOSSY[kind][0])))
    assert code == 0
    assert report.only["ground_truth"] is None
    assert "is named as ground truth, but its images are no class ids (mono8, or PNG): not used" in said
    assert any("is named as ground truth" in text for text in report.figures["warnings"])


def test_the_topics_are_told(call, bag):
    _, _, said = call(bag)
    assert (
        f"csk_ros evaluate: {bag}: topics: rgb /rgb/image_raw (rgb8 in colours, by its name); "
        "thermal /thermal/image_raw (mono16, by its name); ground truth /ground_truth (mono8, by its name)\n"
    ) in said
