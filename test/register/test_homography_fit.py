"""A fit climbs to where blocks agree best."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.block_scores import BlockScores
from csk_ros.register.homography import about_centre, displacements, grid_points, project
from csk_ros.register.homography_fit import LAST_STEP, fit

SIZE = (320, 240)
TURN = np.array([[1.01, -0.01, 2.3], [0.01, 1.01, -1.2], [0, 0, 1]])
STRETCH = np.array([[1.02, 0.01, 1.0], [0, 0.99, 2.0], [0, 0, 1]])
BEND = np.array([[1, 0, 1.5], [0, 1, 0.5], [6e-5, -4e-5, 1]])
REACH = 6


def peaked(change):
    """Blocks that each agree the worse, the farther they are from where a change moves them."""
    centres = grid_points(SIZE, 8, 6)
    down, across = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]
    moved = project(change, centres) - centres
    scores = [-((across - x) ** 2) - (down - y) ** 2 for x, y in moved]
    return BlockScores(np.array(scores, np.float32), centres, SIZE)


@pytest.mark.parametrize(
    ("model", "change"), [("similarity", TURN), ("affine", STRETCH), ("homography", BEND)]
)
def test_the_change_is_found_that_a_model_is_free_in(model, change):
    truth = about_centre(SIZE, change)
    assert displacements(truth, fit(peaked(truth), model), grid_points(SIZE)).max() < 3 * LAST_STEP


@pytest.mark.parametrize("change", [STRETCH, BEND])
def test_a_similarity_neither_stretches_nor_bends(change):
    found = fit(peaked(about_centre(SIZE, change)), "similarity")
    assert found[2].tolist() == [0, 0, 1]
    assert found[0, 0] == pytest.approx(found[1, 1])
    assert found[0, 1] == pytest.approx(-found[1, 0])


@pytest.mark.parametrize(("model", "bound"), [("similarity", 0.2), ("affine", 0.3), ("homography", 0.4)])
def test_pictures_give_their_shift_to_every_model(scores, model, bound):
    assert (
        displacements(
            np.array([[1, 0, 4], [0, 1, -2], [0, 0, 1.0]]), fit(scores, model), grid_points(SIZE)
        ).mean()
        < bound
    )
