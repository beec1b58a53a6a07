"""Chessboards before both cameras."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.register.chessboard import chessboard_points
from csk_ros.register.homography import displacements, grid_points, project
from csk_ros.register.moment import Moment
from csk_ros.register.point_fit import fit_points
from csk_ros.register.registration_error import RegistrationError

RGB, THERMAL = (1280, 960), (640, 512)
TRUTH = np.array([[0.52, -0.01, -9.5], [0.02, 0.53, -3.25], [1e-5, -2e-5, 1]])
SQUARE = 40


def moment(board, turn, *, warm_black):
    """A board somewhere before the cameras; its black squares are warm or cold in a 16-bit picture."""
    columns, rows = board
    squares = np.indices((rows + 1, columns + 1)).sum(axis=0) % 2 * 200 + 25
    drawn = np.kron(squares, np.ones((SQUARE, SQUARE))).astype(np.uint8)
    drawn = cv2.copyMakeBorder(drawn, SQUARE, SQUARE, SQUARE, SQUARE, cv2.BORDER_CONSTANT, value=225)
    cos, sin = 1.6 * np.cos(np.deg2rad(turn)), 1.6 * np.sin(np.deg2rad(turn))
    to_rgb = np.array([[cos, -sin, 300], [sin, cos, 200], [0, 1e-4, 1.0]])

    def seen(homography, size):
        # Drawn larger and averaged, as a lens and its pixels do.
        larger = np.diag([4.0, 4.0, 1]) @ homography
        picture = cv2.warpPerspective(drawn, larger, (size[0] * 4, size[1] * 4), borderValue=225)
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        # The resize moved pixel centres by 3/8.
        return small, np.array([[1, 0, -0.375], [0, 1, -0.375], [0, 0, 1.0]]) @ homography

    rgb, on_rgb = seen(to_rgb, RGB)
    thermal, on_thermal = seen(TRUTH @ to_rgb, THERMAL)
    warmth = (255 - thermal if warm_black else thermal).astype(np.uint16) * 10 + 20_000
    truth = on_thermal @ np.linalg.inv(on_rgb)
    return Moment(1, np.dstack([rgb] * 3), warmth), truth


@pytest.mark.parametrize("board", [(8, 6), (7, 5), (5, 5)])
@pytest.mark.parametrize("warm_black", [True, False])
def test_corners_are_the_same_in_both_pictures(board, warm_black):
    shown, truth = moment(board, 7, warm_black=warm_black)
    points, boards = chessboard_points([shown], board)
    assert (points.shape, boards) == ((board[0] * board[1], 4), 1)
    assert np.linalg.norm(project(truth, points[:, :2]) - points[:, 2:], axis=1).max() < 0.3
    fit = fit_points(points, RGB, THERMAL)
    assert displacements(truth, fit.homography, grid_points(THERMAL)).mean() < 1


def test_moments_without_a_board_are_passed_over():
    shown, _ = moment((8, 6), 4, warm_black=False)
    blank = Moment(2, np.full((960, 1280, 3), 90, np.uint8), shown.thermal)
    dark = Moment(3, shown.rgb, np.zeros((512, 640), np.uint16))
    points, boards = chessboard_points([blank, shown, dark], (8, 6))
    assert (len(points), boards) == (48, 1)
    with pytest.raises(RegistrationError, match="none of 2 moments shows a chessboard of 8x6"):
        chessboard_points([blank, dark], (8, 6))
