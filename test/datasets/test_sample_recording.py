"""A data set's samples, one after the other, are a recording with ground truth."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.sample import Sample
from csk_ros.datasets.sample_recording import SampleRecording
from csk_ros.recording.pairs_recording import PairsRecording
from csk_ros.recording.recording import RecordingError

RNG = np.random.default_rng(11)


class ListSamples:
    """Samples in memory."""

    def __init__(self, samples):
        self.names = tuple(samples)
        self._samples = list(samples.values())

    def __len__(self):
        return len(self._samples)

    def __getitem__(self, index):
        return self._samples[index]

    def labels(self, index):
        return self._samples[index].labels


def sample(thermal_type=np.uint8):
    return Sample(
        RNG.integers(0, 256, (3, 5, 3), np.uint8),
        RNG.integers(0, 256, (3, 5)).astype(thermal_type),
        RNG.integers(0, 4, (3, 5), np.uint8),
    )


@pytest.mark.parametrize(
    ("thermal_type", "encoding"), [(np.uint8, "mono8"), (np.uint16, "mono16"), (np.float32, "32FC1")]
)
def test_a_sample_is_a_moment_of_three_pictures(thermal_type, encoding):
    samples = {name: sample(thermal_type) for name in ("10", "9", "2")}
    recording = SampleRecording(ListSamples(samples), rate=4.0)
    pictures = list(recording)
    assert [p.stream for p in pictures] == ["rgb", "thermal", "labels"] * 3
    assert [p.encoding for p in pictures] == ["rgb8", encoding, "mono8"] * 3
    assert [p.frame_id for p in pictures] == ["rgb", "thermal", "thermal"] * 3
    assert [p.stamp for p in pictures] == [
        stamp for stamp in (1_000_000_000, 1_250_000_000, 1_500_000_000) for _ in range(3)
    ]
    assert all(p.time == p.stamp for p in pictures)
    in_order = [samples[name] for name in ("2", "9", "10")]
    images = [image for moment in in_order for image in (moment.rgb, moment.thermal, moment.labels)]
    for picture, image in zip(pictures, images, strict=True):
        assert picture.image is image
    assert recording.counts == {"rgb": 3, "thermal": 3, "labels": 3}
    assert recording.duration == 0.75


def write(file, picture):
    file.parent.mkdir(exist_ok=True)
    assert cv2.imwrite(str(file), picture)


def write_data(root, names):
    for name in names:
        moment = sample(np.uint16)
        write(root / f"rgb/{name}.png", moment.rgb)
        write(root / f"thermal/{name}.png", moment.thermal)
        write(root / f"labels/{name}.png", moment.labels)
    return root


@pytest.fixture
def folder(tmp_path):
    return write_data(tmp_path, ["x_1", "x_2", "x_10", "x_11"])


@given(rate=st.floats(0.1, 1000))
def test_a_data_set_of_folders_plays_as_its_folders_do(tmp_path_factory, rate):
    folder = write_data(tmp_path_factory.mktemp("data"), ["x_10", "x_9"])
    ours = SampleRecording(PairedFolder(folder), rate=rate)
    folders = PairsRecording(folder / "rgb", folder / "thermal", rate=rate, labels_dir=folder / "labels")
    assert (ours.counts, ours.duration) == (folders.counts, folders.duration)
    for one, other in zip(ours, folders, strict=True):
        for attribute in ("stream", "time", "stamp", "frame_id", "encoding"):
            assert getattr(one, attribute) == getattr(other, attribute)
        assert_array_equal(one.image, other.image)


def test_a_recording_can_be_read_again(folder):
    recording = SampleRecording(PairedFolder(folder), rate=10.0)
    for one, other in zip(recording, recording, strict=True):
        assert one.stamp == other.stamp
        assert_array_equal(one.image, other.image)


def test_everything_that_is_wrong_with_a_sample_is_told_when_its_turn_comes(folder):
    (folder / "rgb/x_2.png").write_bytes(b"rubbish")
    (folder / "labels/x_2.png").write_bytes(b"")
    pictures = iter(SampleRecording(PairedFolder(folder), rate=10.0))
    assert [next(pictures).stream for _ in range(3)] == ["rgb", "thermal", "labels"]
    with pytest.raises(
        RecordingError, match=r"rgb/x_2\.png: expected .* got 7 .*; .*labels/x_2\.png: expected"
    ):
        next(pictures)


def test_a_sample_of_one_camera_is_refused():
    moment = sample()
    alone = Sample(None, moment.thermal, moment.labels)
    with pytest.raises(RecordingError, match="'b' has no rgb picture; expected one of each camera"):
        list(SampleRecording(ListSamples({"a": moment, "b": alone}), rate=1.0))


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_must_be_positive(rate):
    with pytest.raises(ValueError, match="rate: expected more than 0 moments a second"):
        SampleRecording(ListSamples({"a": sample()}), rate=rate)
