"""Points to pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from csk_ros.camera_model import CameraInfoError, CameraModel
from support.camera_infos import PlainRoi, camera_info

NAN, INF = float("nan"), float("inf")

WIDE = (-0.30, 0.09, 0.001, -0.002, -0.01)
RATIONAL = (0.4, -0.2, 0.001, 0.0, 0.02, 0.7, -0.25, 0.01)
FISHEYE = (-0.02, 0.004, -0.003, 0.0005)


def pixels_of(camera: CameraModel, points) -> dict[int, tuple[int, int]]:
    """Row and column of each point that is seen, by its index."""
    seen, pixels = camera.project(np.asarray(points, np.float64).reshape(-1, 3))
    return {int(index): (int(row), int(column)) for index, (row, column) in zip(seen, pixels, strict=True)}


def test_without_distortion_a_pixel_is_focal_length_times_slope_from_the_middle():
    camera = CameraModel.of(camera_info(width=65, height=49, focal=50.0))
    assert pixels_of(camera, [[0, 0, 1], [0.4, 0, 2], [0, -0.3, 1], [-0.5, 0.4, 1]]) == {
        0: (24, 32),
        1: (24, 42),
        2: (9, 32),
        3: (44, 7),
    }


def test_a_pixel_reaches_half_a_pixel_around_its_centre():
    camera = CameraModel.of(camera_info(width=65, height=49, focal=50.0))
    edge = np.array([-32.49, -32.51, 32.49, 32.51]) / 50.0
    assert pixels_of(camera, [[x, 0, 1] for x in edge]) == {0: (24, 0), 2: (24, 64)}


def test_what_is_behind_beside_or_nowhere_is_not_seen():
    camera = CameraModel.of(camera_info())
    nan = float("nan")
    inf = float("inf")
    points = [
        [0, 0, -1],
        [0, 0, 0],
        [5, 0, 1],
        [0, 5, 1],
        [nan, 0, 1],
        [0, 0, nan],
        [inf, 0, 1],
        [inf, 0, inf],
    ]
    assert pixels_of(camera, points) == {}
    assert pixels_of(camera, np.empty((0, 3))) == {}


def by_formula(model: str, d, x: float, y: float) -> tuple[float, float]:
    """The distorted slopes, by the formulas of OpenCV's documentation."""
    r2 = x * x + y * y
    if model == "equidistant":
        r = np.sqrt(r2)
        t = np.arctan(r)
        scale = t * (1 + d[0] * t**2 + d[1] * t**4 + d[2] * t**6 + d[3] * t**8) / r if r else 1.0
        return x * scale, y * scale
    k1, k2, p1, p2, k3, k4, k5, k6 = (*d, *(0.0,) * (8 - len(d)))
    radial = (1 + k1 * r2 + k2 * r2**2 + k3 * r2**3) / (1 + k4 * r2 + k5 * r2**2 + k6 * r2**3)
    return (
        x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
        y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
    )


@pytest.mark.parametrize(
    ("model", "d"),
    [
        ("plumb_bob", WIDE),
        ("plumb_bob", WIDE[:4]),
        ("rational_polynomial", RATIONAL),
        ("equidistant", FISHEYE),
    ],
)
@given(x=st.floats(-0.5, 0.5), y=st.floats(-0.4, 0.4), depth=st.floats(0.1, 200.0))
def test_distortion_is_what_its_model_says(model, d, x, y, depth):
    info = camera_info(width=200, height=160, focal=140.0, model=model, d=d)
    column, row = (
        140.0 * slope + middle for slope, middle in zip(by_formula(model, d, x, y), (99.5, 79.5), strict=True)
    )
    (found,) = pixels_of(CameraModel.of(info), [[x * depth, y * depth, depth]]).values()
    assert np.abs(np.array(found) - [row, column]).max() <= 0.5 + 1e-6


def test_what_lies_far_beside_is_not_bent_back_into_the_picture():
    camera = CameraModel.of(camera_info(width=200, height=160, focal=140.0, d=(-0.2, 0, 0, 0, 0)))
    assert pixels_of(camera, [[0.9, 0.0, 1.0]]) == {}, "beside the picture"
    x, y = 2.0, 0.1
    assert abs(by_formula("plumb_bob", camera.distortion, x, y)[0] * 140.0) < 99.5, "bent back"
    assert pixels_of(camera, [[x, y, 1.0]]) == {}


def test_a_distortion_that_turns_within_the_picture_leaves_what_lies_before_the_turn():
    camera = CameraModel.of(camera_info(width=200, height=160, focal=140.0, d=(-0.3, 0, 0, 0, 0)))
    turn = np.sqrt(1 / 0.9)
    inside, outside = ([slope * turn, 0.0, 1.0] for slope in (0.99, 1.01))
    column = round(99.5 + 140.0 * by_formula("plumb_bob", camera.distortion, inside[0], 0.0)[0])
    assert pixels_of(camera, [inside, outside]) == {0: (80, column)}


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (camera_info(focal=0.0), r"K\[0\] = 0 and a size of 64x48: calibrate"),
        (camera_info(width=0), "a size of 0x48"),
        (camera_info(model="mei", d=(0.1, 0.2)), "'mei' with 2 numbers"),
        (camera_info(model="plumb_bob", d=(0.1, 0.2)), "'plumb_bob' with 2 numbers"),
    ],
)
def test_a_camera_that_is_not_known_well_enough_is_refused(info, words):
    with pytest.raises(CameraInfoError, match=words):
        CameraModel.of(info)


@pytest.mark.parametrize(
    ("index", "value", "words"),
    [
        (0, NAN, "finite numbers in K and finite ones in D, got K = .nan"),
        (0, -50.0, "focal lengths above 0, got .-50"),
        (4, 0.0, "focal lengths above 0"),
        (1, 2.0, "K = fx 0 cx 0 fy cy 0 0 1"),
        (6, 31.5, "K = fx 0 cx 0 fy cy 0 0 1"),
        (8, 0.0, "K = fx 0 cx 0 fy cy 0 0 1"),
    ],
)
def test_a_matrix_that_no_camera_has_is_refused(index, value, words):
    info = camera_info()
    info.k[index] = value
    with pytest.raises(CameraInfoError, match=words):
        CameraModel.of(info)


def test_other_numbers_than_nine_or_finite_ones_are_refused():
    with pytest.raises(CameraInfoError, match="nine finite numbers in K"):
        CameraModel.of(replace(camera_info(), k=[50.0] * 8))
    with pytest.raises(CameraInfoError, match=r"D = \[inf"):
        CameraModel.of(camera_info(d=(INF, 0, 0, 0)))


def test_a_region_beyond_the_sensor_is_refused():
    with pytest.raises(
        CameraInfoError, match=r"roi\.x_offset 60 and roi\.width 10 do not lie within width 64"
    ):
        CameraModel.of(replace(camera_info(), roi=PlainRoi(60, 0, 10, 10)))


@settings(max_examples=40)
@given(
    place=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.4, 0.4), st.floats(0.1, 100)),
    offset=st.tuples(st.integers(0, 150), st.integers(0, 120)),
    size=st.tuples(st.integers(8, 200), st.integers(8, 160)),
    binning=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    lens=st.sampled_from([("plumb_bob", WIDE), ("rational_polynomial", RATIONAL), ("equidistant", FISHEYE)]),
)
def test_a_part_of_the_sensor_shows_what_the_whole_one_shows_there(place, offset, size, binning, lens):
    whole = camera_info(width=200, height=160, focal=140.0, model=lens[0], d=lens[1])
    x, y = (min(start, full - 8) for start, full in zip(offset, (200, 160), strict=True))
    width, height = min(size[0], 200 - x), min(size[1], 160 - y)
    part = replace(whole, binning_x=binning[0], binning_y=binning[1], roi=PlainRoi(x, y, width, height, True))
    point = [[place[0] * place[2], place[1] * place[2], place[2]]]
    steps = np.array([max(number, 1) for number in binning])
    _, (found,) = CameraModel.of(whole).places(np.array(point))
    # In superpixels, from the edge of the part: half a pixel before the middle of the first one.
    expected = (found + 0.5 - (x, y)) / steps
    camera = CameraModel.of(part)
    np.testing.assert_allclose(camera.places(np.array(point))[1], [expected - 0.5], atol=1e-6)
    assume(np.abs(expected - np.round(expected)).min() > 1e-6)
    column, row = np.floor(expected).astype(int)
    inside = 0 <= column < width // steps[0] and 0 <= row < height // steps[1]
    assert pixels_of(camera, point) == ({0: (row, column)} if inside else {})


def test_rays_of_a_binned_part_meet_the_middle_of_their_pixels():
    whole = camera_info(width=200, height=160, focal=140.0, d=WIDE)
    part = replace(whole, binning_x=4, binning_y=2, roi=PlainRoi(40, 20, 80, 60))
    rays = CameraModel.of(whole).rays()[20:80, 40:120]
    middle = (rays[:, 1::4] + rays[:, 2::4]) / 2
    middle = (middle[::2] + middle[1::2]) / 2
    found = CameraModel.of(part).rays()
    assert found.shape == (30, 20, 3)
    np.testing.assert_allclose(found, middle, atol=1e-4)


def test_without_distortion_its_model_does_not_matter():
    point = [[0.2, 0.1, 1]]
    plain = pixels_of(CameraModel.of(camera_info()), point)
    assert pixels_of(CameraModel.of(camera_info(model="", d=(0,) * 5)), point) == plain == {0: (29, 42)}
