from __future__ import annotations

import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.moment import Moment
from csk_ros.evaluation.metrics.accuracy import FrameAccuracy
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.pictures.moment_album import SHORTEST, SLOTS, WORST, MomentAlbum
from csk_ros.evaluation.pictures.panel import PANEL, expand
from csk_ros.inference.thermal_grey import thermal_to_grey
from csk_ros.labels import STREET
from csk_ros.mode import Mode

THIN = np.zeros((1, PANEL[0]), np.uint8)
"""Labels that cost next to nothing to be kept."""

SIZE = (PANEL[1], PANEL[0])
"""Of pictures that are kept without being resized."""

TOLERANCE = 6
"""Grey levels that JPEG may take a flat colour away from what it was."""


def moment(
    seconds, miou=None, *, mode=Mode.THERMAL, labels=THIN, rgb=None, thermal=None, truth=None, number=0
):
    output = JudgedOutput(
        stamp=number,
        time=seconds,
        mode=mode,
        reason="",
        anchored=seconds,
        skew=None,
        lighting=Lighting.BRIGHT,
    )
    accuracy = None if miou is None else FrameAccuracy(pixel_accuracy=0.5, miou=miou)
    return Moment(output, labels, rgb, thermal, truth, accuracy)


def album(*moments):
    kept = MomentAlbum(STREET)
    for each in moments:
        kept.show(each)
    return kept


def times(moments):
    return [each.output.time for each in moments]


def test_of_each_part_the_first_moment_is_kept_in_order():
    kept = album(*(moment(seconds) for seconds in (0.0, 0.05, 0.13, 0.24, 0.3, 1.0)))
    assert times(kept.moments()) == [0.0, 0.13, 0.3, 1.0]
    assert kept.worst() == []


def test_a_moment_that_was_judged_goes_before_one_that_was_not():
    kept = album(moment(0.0), moment(0.02, 0.9), moment(0.04, 0.8), moment(0.06))
    assert times(kept.moments()) == [0.02]
    (only,) = kept.moments()
    assert only.accuracy == FrameAccuracy(pixel_accuracy=0.5, miou=0.9)


def test_a_moment_that_is_shown_again_once_its_truth_is_known_is_kept_with_it():
    kept = album(moment(0.0), moment(0.2), moment(0.0, 0.7), moment(0.2, 0.6))
    assert [each.accuracy.miou for each in kept.moments()] == [0.7, 0.6]
    assert times(kept.worst()) == [0.2, 0.0]


def test_the_worst_of_each_part_are_told_the_worst_first():
    kept = album(moment(0.0, 0.9), moment(0.05, 0.2), moment(0.1, 0.5), moment(0.2, 0.1), moment(0.3, 0.4))
    assert [(each.output.time, each.accuracy.miou) for each in kept.worst()] == [
        (0.2, 0.1),
        (0.05, 0.2),
        (0.3, 0.4),
    ]
    assert times(kept.moments()) == [0.0, 0.2, 0.3]


def test_of_many_bad_parts_only_the_worst_are_told():
    kept = album(*(moment(number / 5, 1 - number / 20) for number in range(12)))
    assert times(kept.worst()) == [number / 5 for number in range(11, 11 - WORST, -1)]


def test_what_could_not_be_compared_is_not_among_the_worst():
    assert album(moment(0.0), moment(0.2, math.nan), moment(0.4, 1.0)).worst()[0].output.time == 0.4
    assert album(moment(0.0), moment(0.2, math.nan)).worst() == []


@pytest.mark.parametrize("miou", [None, 0.5], ids=["without truth", "with truth"])
def test_of_a_long_recording_moments_are_spread_evenly(miou):
    kept = album(*(moment(number / 10, miou) for number in range(1000)))
    # Parts of 0.125 s times 2, 4, ...: the shortest of which there are fewer than SLOTS is 2 s.
    assert SLOTS == 96
    assert times(kept.moments()) == [2.0 * part for part in range(50)]


def test_where_parts_become_one_a_judged_moment_is_kept():
    kept = album(moment(0.0), moment(0.13, 0.5), moment(0.26, 0.6), moment(0.4), moment(12.1))
    assert times(kept.moments()) == [0.13, 0.26, 12.1]


def expected(shown):
    """What is kept of moments in order of time, part by part, and the worst mIoU of each part."""
    part = SHORTEST
    while max(each.output.time for each in shown) / part >= SLOTS:
        part *= 2
    parts = {}
    for each in shown:
        parts.setdefault(int(each.output.time / part), []).append(each)
    kept, worst = [], []
    for members in parts.values():
        judged = [each for each in members if each.accuracy is not None]
        kept.append((judged or members)[0].output.stamp)
        mious = [each.accuracy.miou for each in judged if not math.isnan(each.accuracy.miou)]
        worst += [min(mious)] if mious else []
    return kept, sorted(worst)[:WORST]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1000) | st.floats(0, 1), st.none() | st.just(math.nan) | st.floats(0, 1, width=16)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_it_keeps_what_a_look_at_all_moments_would_choose(seen):
    seen.sort(key=lambda each: each[0])
    shown = [moment(seconds, miou, number=number) for number, (seconds, miou) in enumerate(seen)]
    found = album(*shown)
    kept, worst = expected(shown)
    assert [each.output.stamp for each in found.moments()] == kept
    assert [each.accuracy.miou for each in found.worst()] == worst


@given(st.lists(st.floats(0, 1e6), min_size=100, max_size=200), st.randoms(use_true_random=False))
def test_it_keeps_a_bounded_number_whatever_comes_in_whatever_order(seconds, random):
    found = album(*(moment(each, random.choice([None, random.random()])) for each in seconds))
    assert len(found.moments()) <= SLOTS
    assert len(found.worst()) <= WORST
    assert times(found.moments()) == sorted(times(found.moments()))


def halves(left, right, channels=3):
    """A picture of two colours."""
    picture = np.empty((*SIZE, channels), np.uint8)
    picture[:, : SIZE[1] // 2], picture[:, SIZE[1] // 2 :] = left, right
    return picture


def away_from_the_edge(picture):
    """The two halves without the columns at which JPEG mixes them."""
    middle = SIZE[1] // 2
    return picture[:, : middle - 16], picture[:, middle + 16 :]


def layer(png):
    with Image.open(io.BytesIO(png)) as picture:
        return np.array(picture.convert("RGBA"))


def test_rgb_is_kept_in_its_colours():
    (kept,) = album(moment(0.0, rgb=halves((200, 100, 30), (30, 60, 190)))).moments()
    left, right = away_from_the_edge(expand(kept.rgb).astype(int))
    assert np.abs(left - (200, 100, 30)).max() <= TOLERANCE
    assert np.abs(right - (30, 60, 190)).max() <= TOLERANCE


def test_thermal_is_kept_in_the_greys_in_which_people_see_it():
    thermal = np.linspace(29_000, 31_000, SIZE[1]).astype(np.uint16)[None].repeat(SIZE[0], axis=0)
    (kept,) = album(moment(0.0, thermal=thermal)).moments()
    grey = thermal_to_grey(thermal).astype(int)
    assert grey.max() - grey.min() > 200
    assert np.abs(expand(kept.thermal) - grey[..., None]).max() <= TOLERANCE


def test_labels_and_truth_lie_over_the_picture_in_the_colours_of_their_classes():
    car, person = STREET.colours[1], STREET.colours[2]
    labels, truth = halves(1, 0, 1)[..., 0], halves(2, 255, 1)[..., 0]
    rgb = halves((90, 90, 90), (30, 60, 190))
    (kept,) = album(moment(0.0, 0.5, mode=Mode.RGB, rgb=rgb, labels=labels, truth=truth)).moments()
    for png, colour in ((kept.labels, car), (kept.truth, person)):
        over = layer(png)
        assert over.shape[:2] == expand(kept.anchor).shape[:2]
        opaque = over[..., 3:] == 255
        seen = np.where(opaque, over[..., :3], expand(kept.anchor)).astype(int)
        left, right = away_from_the_edge(seen)
        assert (left == colour).all()
        # Nothing is painted over the background and over what is not labelled.
        assert np.abs(right - (30, 60, 190)).max() <= TOLERANCE


@pytest.mark.parametrize("mode", Mode)
def test_labels_belong_to_the_picture_of_their_camera(mode):
    rgb, thermal = halves((200, 100, 30), (200, 100, 30)), np.zeros(SIZE, np.uint8)
    (kept,) = album(moment(0.0, mode=mode, rgb=rgb, thermal=thermal)).moments()
    assert kept.anchor == (kept.rgb if mode is Mode.RGB else kept.thermal)
    assert kept.rgb != kept.thermal


def test_what_there_is_not_is_none():
    (kept,) = album(moment(0.0)).moments()
    assert (kept.rgb, kept.thermal, kept.truth, kept.accuracy, kept.anchor) == (None,) * 5
    assert (layer(kept.labels)[..., 3] == 0).all()
