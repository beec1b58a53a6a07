from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.demo import source
from csk_ros.labels import STREET
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recording import RecordingError
from support.small_recording import small_recording


def folders(path, count):
    for name, shape in (("rgb", (4, 6, 3)), ("thermal", (4, 6))):
        (path / name).mkdir()
        for number in range(count):
            cv2.imwrite(str(path / name / f"{number}.png"), np.full(shape, number % 256, np.uint8))
    return path / "rgb", path / "thermal"


@pytest.mark.parametrize(("count", "rate"), [(3, 2.0), (48, 4.0), (200, 8.0)])
def test_few_pairs_are_shown_slowly_and_many_as_fast_as_a_cpu_can(tmp_path, count, rate):
    recording = source.pairs(*folders(tmp_path, count), 12.0)
    pictures = [picture for picture in recording if picture.stream == "thermal"]
    assert len(pictures) == 12 * rate
    assert np.diff([picture.time for picture in pictures]) == pytest.approx(1e9 / rate)
    assert [p.image[0, 0] for p in pictures] == [n % count for n in range(len(pictures))]


def test_pairs_are_shown_at_the_rate_that_is_asked_for(tmp_path):
    recording = source.pairs(*folders(tmp_path, 3), 2.0, 20.0)
    pictures = [picture for picture in recording if picture.stream == "thermal"]
    assert len(pictures) == 40
    assert np.diff([picture.time for picture in pictures]) == pytest.approx(5e7)


def test_a_bag_is_played_at_its_own_rate_for_as_long_as_asked(tmp_path):
    recording = small_recording(30, period=0.1)
    with BagWriter(tmp_path / "bag") as writer:
        for picture in recording:
            writer.write(picture)
    pictures = list(source.bag(tmp_path / "bag", 2.0))
    assert [p.stamp for p in pictures] == [p.stamp for p in recording.pictures[:40]]


def test_a_missing_bag_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="no such bag"):
        source.bag(tmp_path / "nothing", 2.0)


def test_a_bags_topics_can_be_named(tmp_path):
    with BagWriter(tmp_path / "bag") as writer:
        for picture in small_recording(3):
            writer.write(picture)
    names = {"rgb_topic": "/rgb/image_raw", "thermal_topic": "/no/such"}
    with pytest.raises(RecordingError, match="no images on '/no/such'"):
        source.bag(tmp_path / "bag", 2.0, **names)


@pytest.mark.parametrize(("present", "missing"), [("rgb", "thermal"), ("thermal", "rgb")])
def test_a_bag_of_one_camera_is_refused(tmp_path, present, missing):
    with BagWriter(tmp_path / "bag") as writer:
        for picture in small_recording(3):
            if picture.stream == present:
                writer.write(picture)
    with pytest.raises(RecordingError, match=f"expected {missing} images beside /{present}/image_raw"):
        source.bag(tmp_path / "bag", 2.0)


def test_the_street_is_a_bag_of_three_streams_that_gets_darker(tmp_path):
    recording = source.synthetic(tmp_path, 0.5)
    assert recording.counts == {"rgb": 4, "thermal": 4, "labels": 4}
    pictures = list(recording)
    assert {p.image.shape[:2] for p in pictures} == {(480, 640)}
    brightness = [p.image.mean() for p in pictures if p.stream == "rgb"]
    assert brightness[-1] < brightness[0]
    labels = [p.image for p in pictures if p.stream == "labels"]
    assert set(np.unique(labels)) <= set(range(len(STREET)))
