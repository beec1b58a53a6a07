"""Edges that rgb and thermal have in common."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.edge_field import edge_field, warped_edge_field


@pytest.fixture
def picture():
    return np.random.default_rng(1).uniform(0, 200, (30, 40)).astype(np.float32)


def test_polarity_unit_and_offset_do_not_matter(picture):
    assert edge_field(1000 - 25 * picture) == pytest.approx(edge_field(picture), abs=1e-3)


@pytest.mark.parametrize(("degrees", "direction"), [(0, (1, 0)), (45, (0, 1)), (90, (-1, 0)), (135, (0, -1))])
def test_vectors_have_twice_the_angle_of_the_gradient(degrees, direction):
    y, x = np.mgrid[:20, :20].astype(np.float32)
    ramp = x * np.cos(np.deg2rad(degrees)) + y * np.sin(np.deg2rad(degrees))
    # A ramp has its mean gradient everywhere, whose strength is one half.
    assert edge_field(ramp.astype(np.float32))[10, 10] * 2 == pytest.approx(np.array(direction), abs=0.15)


def test_a_blank_picture_has_no_edges():
    assert not edge_field(np.full((20, 20), 7, np.float32)).any()


def test_the_border_of_a_warped_picture_is_no_edge(picture):
    shift = np.array([[1, 0, 10], [0, 1, 0], [0, 0, 1.0]])
    moved = warped_edge_field(picture, shift, (40, 30))
    assert not moved[:, :12].any()
    alone = edge_field(picture)[8:22, 8:22]
    there = moved[8:22, 18:32]
    lengths = np.linalg.norm(alone.ravel()) * np.linalg.norm(there.ravel())
    assert (alone * there).sum() / lengths == pytest.approx(1, abs=1e-3)
