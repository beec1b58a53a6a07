"""Overlay pictures."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.inference.overlay import draw_overlay
from csk_ros.labels import STREET, UNLABELLED

PICTURE = np.random.default_rng(0).integers(0, 256, (4, 5, 3)).astype(np.uint8)


def test_classes_are_mixed_and_background_and_unlabelled_are_untouched():
    labels = np.zeros((4, 5), np.uint8)
    labels[0] = (1, 2, 3, UNLABELLED, 200)
    before = PICTURE.copy()
    overlay = draw_overlay(PICTURE, labels, STREET, 0.25)
    np.testing.assert_array_equal(PICTURE, before)
    np.testing.assert_array_equal(overlay[1:], PICTURE[1:])
    np.testing.assert_array_equal(overlay[0, 3:], PICTURE[0, 3:])
    for column, class_id in enumerate((1, 2, 3)):
        mixed = 0.75 * PICTURE[0, column] + 0.25 * np.array(STREET.colours[class_id])
        np.testing.assert_allclose(overlay[0, column], mixed, atol=0.51)


def test_opacity_ends():
    labels = np.full((4, 5), 2, np.uint8)
    np.testing.assert_array_equal(draw_overlay(PICTURE, labels, STREET, 0), PICTURE)
    assert np.all(draw_overlay(PICTURE, labels, STREET, 1) == STREET.colours[2])


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="differ in size"):
        draw_overlay(PICTURE, np.zeros((5, 4), np.uint8), STREET, 0.5)
    with pytest.raises(ValueError, match=r"opacity is 0\.\.1, not 1.5"):
        draw_overlay(PICTURE, np.zeros((4, 5), np.uint8), STREET, 1.5)
