"""The MFNet data set: pictures of four channels, and lists of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.datasets.file_samples import FileSamples, Part
from csk_ros.datasets.problem import DatasetError, Problem
from csk_ros.recording.picture_decoding import from_bgr
from csk_ros.recording.picture_folder import read_bgr, read_picture
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.read_sample import Pictures


class MfnetFolder(FileSamples):
    """Samples of a folder with `images/NAME.png`, `labels/NAME.png` and `train.txt`, `val.txt`, `test.txt`.

    The first three channels of an image are colour, the fourth, where others have transparency, is thermal.

    Args:
        root: the folder.
        split: which list of names: train, val, test, or another one that lies there.
        allow_missing: see FileSamples.

    Raises:
        DatasetError: the list or a folder is missing or empty; or a name on the list lacks a picture.
    """

    def __init__(self, root: Path, split: str, *, allow_missing: bool = False) -> None:
        super().__init__(
            [Part(root / "images", _read_image)],
            Part(root / "labels", _read_labels),
            names=_names(root / f"{split}.txt"),
            allow_missing=allow_missing,
        )


def _names(listing: Path) -> list[str]:
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem("unusable", f"{listing}: expected a list of names, one a line: {error}")
        raise DatasetError([problem]) from error
    names = [line.strip() for line in lines if line.strip()]
    if not names:
        raise DatasetError([Problem("unusable", f"{listing}: expected names, one a line, found none")])
    return names


def _read_image(file: Path) -> Pictures:
    picture = read_bgr(file)
    if picture.ndim != 3 or picture.shape[2] != 4:
        channels = picture.shape[2] if picture.ndim == 3 else 1
        raise RecordingError(f"{file}: expected 4 channels, colour and thermal, got {channels}")
    colour, thermal = picture[..., :3], np.ascontiguousarray(picture[..., 3])
    return {
        "rgb": from_bgr(colour, "rgb", str(file)),
        "thermal": from_bgr(thermal, "thermal", str(file)),
    }


def _read_labels(file: Path) -> Pictures:
    return {"labels": read_picture(file, "labels")}
