from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from csk_ros.evaluation.pictures.label_layer import label_layer
from csk_ros.evaluation.pictures.panel import compress, expand
from csk_ros.labels import STREET, UNLABELLED


def layer(labels):
    with Image.open(io.BytesIO(label_layer(labels, STREET))) as picture:
        assert picture.format == "PNG"
        return np.array(picture.convert("RGBA"))


def test_classes_have_their_colours_and_what_is_not_painted_is_transparent():
    labels = np.full((360, 480), UNLABELLED, np.uint8)
    labels[:, 100:200], labels[:, 200:300], labels[:, 300:400] = 0, 1, 3
    pixels = layer(labels)
    assert (pixels[:, :200, 3] == 0).all()
    assert (pixels[:, 200:300] == (*STREET.colours[1], 255)).all()
    assert (pixels[:, 300:400] == (*STREET.colours[3], 255)).all()
    assert (pixels[:, 400:, 3] == 0).all()


@pytest.mark.parametrize("size", [(480, 640), (600, 400), (1, 2000), (60, 80)])
def test_it_is_as_large_as_the_picture_below_it(size):
    labels = np.random.default_rng(1).integers(0, 4, size, dtype=np.uint8)
    pixels = layer(labels)
    assert pixels.shape[:2] == expand(compress(labels)).shape[:2]
    # No colour between those of two classes.
    assert set(map(tuple, pixels[..., :3].reshape(-1, 3).tolist())) <= set(STREET.colours)


def test_labels_without_pixels_are_refused():
    with pytest.raises(ValueError, match="has pixels"):
        label_layer(np.zeros((0, 5), np.uint8), STREET)
