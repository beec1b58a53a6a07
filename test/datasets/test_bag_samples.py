"""A bag with ground truth as a data set: which pictures make a sample, and which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.bag_samples import BagSamples
from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.recording import RecordingError
from csk_ros.synthetic.recording import SyntheticRecording
from support.bag_files import image_message, write_bag

if TYPE_CHECKING:
    from pathlib import Path

MS = 1_000_000
ENCODINGS = {"rgb": "rgb8", "thermal": "mono16", "labels": "mono8"}


def picture(stream: str, stamp_ms: int, value: int, size: tuple[int, int] = (4, 6)) -> RecordedImage:
    """A picture of one value, recorded a second after its stamp."""
    dtype = np.uint16 if stream == "thermal" else np.uint8
    image = np.full((*size, 3) if stream == "rgb" else size, value, dtype)
    stamp = stamp_ms * MS
    return RecordedImage(stream, stamp + 1000 * MS, stamp, "camera", ENCODINGS[stream], image)


def bag(path: Path, *pictures: RecordedImage) -> Path:
    with BagWriter(path) as writer:
        for recorded in pictures:
            writer.write(recorded)
    return path


@pytest.fixture
def skewed(tmp_path: Path) -> Path:
    """Thermal and labels at 5000, 5100, 5200 and 5300 ms, rgb 20 ms before, 40 after, none, 60 before."""
    cameras = [picture("rgb", stamp, stamp // 100) for stamp in (4980, 5140, 5240)]
    for number, stamp in enumerate((5000, 5100, 5200, 5300)):
        cameras += [picture("thermal", stamp, 1000 + number), picture("labels", stamp, number)]
    # Ground truth of a moment that thermal lost, and a thermal picture that has none.
    cameras += [picture("labels", 5400, 4), picture("thermal", 5500, 1005)]
    return bag(tmp_path / "skewed", *cameras)


def test_label_pictures_go_with_thermal_of_their_stamp_and_the_nearest_rgb(skewed: Path):
    samples = BagSamples(skewed, max_skew=0.04)
    assert samples.names == ("5.000000000", "5.100000000", "5.200000000")
    assert [int(samples[index].thermal[0, 0]) for index in range(3)] == [1000, 1001, 1002]
    assert [int(samples[index].labels[0, 0]) for index in range(3)] == [0, 1, 2]
    assert [int(samples.labels(index)[0, 0]) for index in range(3)] == [0, 1, 2]
    # 5200 lies 60 ms after 5140 and 40 ms before 5240.
    assert [int(samples[index].rgb[0, 0, 0]) for index in range(3)] == [49, 51, 52]
    assert samples[0].thermal.dtype == np.uint16
    # 5300 is 60 ms from the nearest rgb picture, 5400 has no thermal one.
    assert samples.left_out == 2
    assert samples.problems == ()


@pytest.mark.parametrize(("max_skew", "count"), [(0.02, 1), (0.0199, 0), (0.06, 4)])
def test_the_skew_is_a_limit_that_counts_as_within(skewed: Path, max_skew: float, count: int):
    if count:
        assert len(BagSamples(skewed, max_skew=max_skew)) == count
    else:
        with pytest.raises(DatasetError, match=r"none of the 5 pictures on /ground_truth has.*within 0.0199"):
            BagSamples(skewed, max_skew=max_skew)


def test_of_two_rgb_pictures_equally_near_the_earlier_one_is_taken(tmp_path: Path):
    path = bag(
        tmp_path / "bag",
        *(picture("rgb", stamp, value) for stamp, value in ((4990, 1), (5010, 2))),
        picture("thermal", 5000, 9),
        picture("labels", 5000, 0),
    )
    assert int(BagSamples(path)[0].rgb[0, 0, 0]) == 1


def test_a_bag_without_rgb_gives_thermal_samples(tmp_path: Path):
    samples = BagSamples(bag(tmp_path / "bag", picture("thermal", 5000, 9), picture("labels", 5000, 3)))
    assert len(samples) == 1
    assert samples[0].rgb is None
    assert int(samples[0].labels[0, 0]) == 3


def test_what_a_bag_lacks_is_named(tmp_path: Path):
    no_truth = bag(tmp_path / "no_truth", picture("thermal", 5000, 9), picture("rgb", 5000, 9))
    with pytest.raises(DatasetError, match=r"no_truth: no topic is known to carry labels.*labels_topic"):
        BagSamples(no_truth)
    no_thermal = bag(tmp_path / "no_thermal", picture("rgb", 5000, 9), picture("labels", 5000, 9))
    with pytest.raises(DatasetError, match=r"no_thermal: no topic is known to carry thermal"):
        BagSamples(no_thermal)
    with pytest.raises(RecordingError, match=r"nowhere: no such bag"):
        BagSamples(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="max_skew: expected seconds"):
        BagSamples(no_truth, max_skew=-1.0)


def test_pictures_of_different_sizes_are_refused_when_asked_for(tmp_path: Path):
    path = bag(
        tmp_path / "bag",
        picture("rgb", 5000, 9, (8, 12)),
        picture("thermal", 5000, 9),
        picture("labels", 5000, 0),
    )
    with pytest.raises(DatasetError, match=r"'5\.000000000' differ in size.*rgb 12x8"):
        BagSamples(path)[0]


def test_topics_can_be_given(tmp_path: Path):
    ids = np.full((4, 6), 2, np.uint8)
    path = write_bag(
        tmp_path / "bag",
        [
            ("/a", 1, image_message(np.full((4, 6), 7, np.uint8), "mono8", stamp=5)),
            ("/b", 2, image_message(ids, "mono8", stamp=5)),
            ("/c", 3, image_message(np.full((4, 6, 3), 8, np.uint8), "rgb8", stamp=6)),
        ],
    )
    samples = BagSamples(path, rgb_topic="/c", thermal_topic="/a", labels_topic="/b")
    assert int(samples[0].thermal[0, 0]) == 7
    np.testing.assert_array_equal(samples[0].labels, ids)


def test_a_synthetic_bag_is_a_data_set(tmp_path: Path):
    recorded = list(SyntheticRecording(3, duration=0.2, rate=10.0))
    samples = BagSamples(bag(tmp_path / "street", *recorded))
    assert len(samples) == 2
    np.testing.assert_array_equal(samples[1].rgb, recorded[3].image)
    np.testing.assert_array_equal(samples[1].thermal, recorded[4].image)
    np.testing.assert_array_equal(samples[1].labels, recorded[5].image)
