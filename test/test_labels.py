"""Label sets."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.labels import STREET, UNLABELLED, LabelSet

BLACK = (0, 0, 0)


def test_street_has_the_ids_that_the_data_sets_have():
    assert STREET.classes == ("background", "car", "person", "bike")
    assert len(STREET) == 4


def test_palette_gives_the_colour_of_every_id():
    palette = STREET.palette
    assert palette.shape == (256, 3)
    assert palette.dtype == np.uint8
    assert [tuple(colour) for colour in palette[:4]] == list(STREET.colours)
    assert not palette[4:].any()
    assert not palette[UNLABELLED].any()


def test_255_classes_fit_and_256_do_not():
    names = tuple(f"class{i}" for i in range(256))
    assert len(LabelSet("many", names[:255], (BLACK,) * 255)) == 255
    with pytest.raises(ValueError, match="1 to 255 classes, 'many' has 256"):
        LabelSet("many", names, (BLACK,) * 256)


@pytest.mark.parametrize(
    ("classes", "colours", "message"),
    [
        ((), (), "has 0"),
        (("a", "a"), (BLACK, BLACK), "names a class twice"),
        (("a", "b"), (BLACK,), "has 2 classes but 1 colours"),
        (("a",), ((0, 0, 256),), "0..255"),
        (("a",), ((0, 0),), "three numbers"),
    ],
)
def test_impossible_sets_are_refused(classes: tuple, colours: tuple, message: str):
    with pytest.raises(ValueError, match=message):
        LabelSet("wrong", classes, colours)
