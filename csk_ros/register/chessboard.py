"""Corners of a chessboard that both cameras see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.register.registration_error import RegistrationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.register.homography import Matrix, Size
    from csk_ros.register.moment import Moment


def chessboard_points(moments: Sequence[Moment], board: Size) -> tuple[Matrix, int]:
    """Find a chessboard in both pictures of as many moments as possible.

    Args:
        moments: to search.
        board: columns and rows of inner corners.

    Returns:
        Points [n, 4], x and y in the rgb and in the thermal picture, and the number of moments they are of.

    Raises:
        RegistrationError: no moment shows the board to both cameras.
    """
    found = []
    for moment in moments:
        rgb = _corners(cv2.cvtColor(moment.rgb, cv2.COLOR_RGB2GRAY), board)
        thermal = None if rgb is None else _thermal_corners(moment.thermal, board)
        if rgb is not None and thermal is not None:
            width, height = moment.thermal.shape[1], moment.thermal.shape[0]
            factors = width / moment.rgb.shape[1], height / moment.rgb.shape[0]
            found.append(np.hstack([rgb.reshape(-1, 2), _in_order(thermal, rgb * factors).reshape(-1, 2)]))
    if not found:
        raise RegistrationError(
            f"none of {len(moments)} moments shows a chessboard of {board[0]}x{board[1]} inner corners to "
            "both cameras; a printed board is seen by the thermal one once a lamp or the sun has warmed it"
        )
    return np.vstack(found), len(found)


def _thermal_corners(thermal: NDArray[Any], board: Size) -> Matrix | None:
    """Black squares are warm or cold, as the case may be."""
    values = np.nan_to_num(thermal.astype(np.float32))
    low, high = np.percentile(values, (1, 99))
    grey = (np.clip((values - low) / max(high - low, 1e-6), 0, 1) * 255).astype(np.uint8)
    corners = _corners(grey, board)
    return _corners(255 - grey, board) if corners is None else corners


def _corners(grey: NDArray[Any], board: Size) -> Matrix | None:
    """Corners [rows, columns, 2], or None."""
    found, corners = cv2.findChessboardCornersSB(grey, board, flags=cv2.CALIB_CB_EXHAUSTIVE)
    return np.asarray(corners, np.float64).reshape(board[1], board[0], 2) if found else None


def _in_order(corners: Matrix, like: Matrix) -> Matrix:
    """The corners in the order of others: a board looks the same when it is turned."""
    turned = [np.rot90(corners, turns) for turns in range(4)]

    def difference(candidate: Matrix) -> float:
        shift = candidate - like
        return float(np.abs(shift - shift.mean(axis=(0, 1))).sum())

    return min((candidate for candidate in turned if candidate.shape == like.shape), key=difference)
