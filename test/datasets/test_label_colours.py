"""Labels in the colours of a label set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from csk_ros.datasets.dataset_config import PairedConfig
from csk_ros.datasets.label_colours import check_colours, ids_of_colours
from csk_ros.datasets.problem import DatasetError
from csk_ros.labels import STREET, LabelSet
from csk_ros.recording.recording import RecordingError
from support.tiny_layouts import LABELS, write_layout

if TYPE_CHECKING:
    from pathlib import Path

IDS = np.array([[0, 1, 2], [3, 0, 1]], np.uint8)
LABELLED = np.where(LABELS == 255, 3, LABELS).astype(np.uint8)
SHARED = LabelSet("farm", ("field", "cow", "calf"), ((0, 0, 0), (9, 9, 9), (9, 9, 9)))


def test_every_class_is_known_by_its_colour():
    ids = ids_of_colours(STREET.palette[IDS], STREET, "x")
    assert ids.dtype == np.uint8
    assert_array_equal(ids, IDS)


def test_a_colour_of_no_class_is_refused_with_its_pixels():
    colours = STREET.palette[np.zeros((4, 5), np.uint8)]
    colours[0] = (40, 130, 254)
    colours[1, :2] = (255, 255, 255)
    with pytest.raises(RecordingError) as raised:
        ids_of_colours(colours, STREET, "some/a.png")
    assert str(raised.value) == (
        "some/a.png: expected the colours of label set 'street' alone, got 2 others: [40, 130, 254] in 5 "
        "pixels, [255, 255, 255] in 2 pixels"
    )


def test_of_many_colours_the_commonest_are_named():
    colours = np.zeros((16, 16, 3), np.uint8)
    colours[..., 0] = np.arange(256).reshape(16, 16)
    colours[3:5, :, 0] = 77
    with pytest.raises(RecordingError, match=r"got 224 others: \[77, 0, 0\] in 32 pixels, .* in 1 pixels, "):
        ids_of_colours(colours, STREET, "x")


def test_classes_of_one_colour_cannot_be_told_apart():
    check_colours(STREET)
    with pytest.raises(
        ValueError, match=r"'cow' and 'calf' of label set 'farm' have one colour, \[9, 9, 9\]"
    ):
        check_colours(SHARED)


@pytest.fixture
def painted(tmp_path: Path) -> Path:
    """Data whose labels are colours, in the folder `set`."""
    root = write_layout(tmp_path / "set", "pst900")
    for file in root.glob("train/labels/*.png"):
        cv2.imwrite(str(file), STREET.palette[LABELLED][..., ::-1])
    return tmp_path


def config(*, label_colours: bool) -> PairedConfig:
    return PairedConfig(
        name="painted",
        folder="set/train",
        rgb="rgb",
        thermal="thermal",
        labels="labels",
        label_colours=label_colours,
    )


def test_a_data_set_says_that_its_labels_are_colours(painted: Path):
    samples = config(label_colours=True).open(painted, label_set=STREET)
    assert_array_equal(samples[0].labels, LABELLED)
    assert_array_equal(samples.labels(1), LABELLED)
    with pytest.raises(DatasetError, match="got colours, such as"):
        config(label_colours=False).open(painted, label_set=STREET)[0]


def test_a_palette_is_read_as_colours_then(painted: Path):
    picture = Image.fromarray(3 - LABELLED).convert("P")
    picture.putpalette(STREET.palette[:4][::-1].reshape(-1).tolist())
    for file in painted.glob("set/train/labels/*.png"):
        picture.save(file)
    assert_array_equal(config(label_colours=True).open(painted, label_set=STREET)[0].labels, LABELLED)
    assert_array_equal(config(label_colours=False).open(painted, label_set=STREET)[0].labels, 3 - LABELLED)


def test_what_cannot_be_read_as_colours_is_refused(painted: Path):
    with pytest.raises(ValueError, match="'painted': label_colours needs the label set whose colours"):
        config(label_colours=True).open(painted)
    with pytest.raises(DatasetError, match="have one colour"):
        config(label_colours=True).open(painted, label_set=SHARED)
    # By its content a JPEG file, which changes colours as it changes ids.
    file = painted / "set/train/labels/00001D.png"
    file.write_bytes(cv2.imencode(".jpg", STREET.palette[LABELLED])[1].tobytes())
    with pytest.raises(DatasetError, match="changes ids"):
        config(label_colours=True).open(painted, label_set=STREET)[0]
