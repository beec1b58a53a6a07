"""The plot's panels, lines and grey areas."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import cv2
import numpy as np
import pytest

from csk_ros.evaluation.degradation.curves import Curves
from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.plot import LEFT, plot_curves
from csk_ros.mode_colours import MODE_COLOURS

GREY = tuple(bytes.fromhex(LEFT[1:]))


def plot(path, curves):
    plot_curves(path, curves)
    return cv2.imread(str(path))[..., ::-1]


def count(picture, colour):
    return int(np.all(picture == colour, axis=2).sum())


def test_each_panel_shows_every_mode_and_what_the_node_leaves(tmp_path, curves):
    picture = plot(tmp_path / "both.png", curves)
    # Above the legend, and without what lies between the two panels.
    left, right = picture[:280, :320], picture[:280, 400:]
    for panel in (left, right):
        assert all(count(panel, MODE_COLOURS[mode]) > 100 for mode in ("fused", "thermal", "rgb"))
    assert count(left, GREY) > 2000
    # Smoothed letters have a few pixels of any grey.
    assert count(right, GREY) < 20


def test_more_is_grey_where_more_is_left(tmp_path, curves):
    dark = curves.points["darken"]
    less = plot(tmp_path / "less.png", replace(curves, points={"darken": dark}))
    more = plot(tmp_path / "more.png", replace(curves, points={"darken": [*dark[:-1], dark[-1], dark[-1]]}))
    assert count(more, GREY) > 1.3 * count(less, GREY)


def test_nothing_labelled_can_be_plotted(tmp_path, curves):
    unknown = replace(curves.points["darken"][0], fused=nan, rgb=nan, difference=nan, interval=(nan, nan))
    picture = plot(tmp_path / "nothing.png", Curves(nan, {"darken": [unknown] * 2}))
    assert picture.shape == (340, 700, 3)


@pytest.mark.parametrize("kinds", [1, 4, 5, len(KINDS)])
def test_any_number_of_kinds_has_room(tmp_path, curves, kinds):
    points = dict.fromkeys(list(KINDS)[:kinds], curves.points["darken"])
    picture = plot(tmp_path / "some.png", replace(curves, points=points))
    # Matplotlib 3.5 rounds 919.99... down.
    assert picture.shape[0] == pytest.approx(290 * -(-kinds // 4) + 50, abs=1)
