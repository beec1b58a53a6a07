"""`python -m csk_ros register`: find the homography that brings rgb onto the thermal grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from tqdm import tqdm

from csk_ros.command_error import CommandError
from csk_ros.file_replacement import replace_file
from csk_ros.register.chessboard import chessboard_points
from csk_ros.register.examination import examine
from csk_ros.register.moment import sizes
from csk_ros.register.options import board_of, check_options, declare_options, recording_of
from csk_ros.register.overlay import overlay
from csk_ros.register.params_file import params_text
from csk_ros.register.point_fit import FEWEST, PointFit, fit_points
from csk_ros.register.points_file import read_points
from csk_ros.register.recorded_moments import spread_moments
from csk_ros.register.resize_difference import resize_difference_lines
from csk_ros.register.self_test import self_test
from csk_ros.register.self_test_table import self_test_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from csk_ros.recording.recording import Recording
    from csk_ros.register.homography import Matrix, Size
    from csk_ros.register.moment import Moment

SELF_TEST_MOMENTS = 200
"""Moments that a self-test keeps in memory and draws from, at least twice the number of frames."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `register`."""
    declare_options(parser)


def run(args: argparse.Namespace) -> int:
    """Estimate, say how good it is, and write the files."""
    check_options(args)
    try:
        recording = recording_of(args)
        if args.self_test is not None:
            return _self_test(args, recording)
        moments = spread_moments(recording, args.frames, rgb_time_offset=args.rgb_time_offset)
        rgb_size, thermal_size = sizes(moments)
        if args.points is not None:
            points = read_points(args.points, rgb_size, thermal_size)
            fit = fit_points(points, rgb_size, thermal_size)
            homography, told = (
                fit.homography,
                [f"from {len(points)} points of {args.points}", *_of_points(fit)],
            )
        elif args.chessboard is not None:
            points, boards = chessboard_points(moments, board_of(args.chessboard))
            fit = fit_points(points, rgb_size, thermal_size)
            homography = fit.homography
            told = [f"from the chessboard's corners at {boards} of {len(moments)} moments", *_of_points(fit)]
        else:
            homography, told = _by_pictures(moments)
        told.insert(0, f"from rgb {_text(rgb_size)} to thermal {_text(thermal_size)}, of {_source(args)}")
        told += resize_difference_lines(homography, rgb_size, thermal_size)
        _write(args.out, homography, told, moments)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    for line in told:
        print(f"  {line}")
    print(f"  {args.out}, {args.out.with_suffix('.png')}: look whether thermal edges lie on their things")
    return 0


def _by_pictures(moments: Sequence[Moment]) -> tuple[Matrix, list[str]]:
    """The homography that the pictures agree upon, and what to tell of it.

    Raises:
        CommandError: it cannot be trusted.
    """
    found = examine(moments)
    if found.complaint:
        raise CommandError(f"not to be trusted, nothing is written: {found.complaint}")
    first, last = (f"{moment.stamp / 1e9:.2f}" for moment in (moments[0], moments[-1]))
    return found.estimate.homography, [
        f"from {len(moments)} moments, stamps {first} to {last} s; model: {found.estimate.model}",
        f"two halves of them differ by {np.median(found.apart):.2f} pixels, {found.apart.max():.2f} at worst",
    ]


def _of_points(fit: PointFit) -> list[str]:
    if len(fit.errors) == FEWEST:
        return [f"{FEWEST} points always fit: give more to know the error"]
    right = np.sort(fit.errors)[: fit.used]
    off = f"{np.median(right):.2f} pixels, {right.max():.2f} at worst"
    return [f"{fit.used} of {len(fit.errors)} points are off by {off}"]


def _self_test(args: argparse.Namespace, recording: Recording) -> int:
    moments = spread_moments(
        recording, max(SELF_TEST_MOMENTS, 2 * args.frames), rgb_time_offset=args.rgb_time_offset
    )
    with tqdm(total=args.self_test, desc="warping", unit="warp", disable=None) as bar:
        test = self_test(moments, args.frames, args.self_test, bar.update)
    print("\n".join(self_test_lines(test, args.frames)))
    return 0


def _write(out: Path, homography: Matrix, told: Sequence[str], moments: Sequence[Moment]) -> None:
    """Write the overlay, then the params file, which is not to be there without it."""
    encoded, picture = cv2.imencode(".png", overlay(moments, homography)[..., ::-1])
    if not encoded:
        raise CommandError("the overlay could not be encoded as PNG")
    replace_file(out.with_suffix(".png"), lambda file: file.write_bytes(picture.tobytes()))
    comments = ["Where rgb pixels lie in the thermal picture, by `python -m csk_ros register`:", *told]
    replace_file(out, lambda file: file.write_text(params_text(homography, comments), encoding="utf-8"))


def _source(args: argparse.Namespace) -> str:
    return str(args.bag) if args.bag is not None else " and ".join(map(str, args.pairs))


def _text(size: Size) -> str:
    return f"{size[0]}x{size[1]}"
