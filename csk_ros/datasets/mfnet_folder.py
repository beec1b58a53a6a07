"""The MFNet data set: pictures of four channels, and lists of names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.datasets.file_samples import FileSamples, Part
from csk_ros.datasets.name_list import read_name_list
from csk_ros.datasets.problem import Problem, read_or_problem
from csk_ros.recording.picture_decoding import from_bgr
from csk_ros.recording.picture_folder import pictures_in, read_bgr, read_picture
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
        DatasetError: the list or a folder is missing or empty; the list holds anything but names, see
            `read_name_list`; or a name on the list lacks a picture.
    """

    def __init__(self, root: Path, split: str, *, allow_missing: bool = False) -> None:
        images = root / "images"
        found = read_or_problem(partial(pictures_in, images), "unusable")
        # A folder that cannot be listed is told of together with the others.
        known = {} if isinstance(found, Problem) else found
        listed = read_name_list(root / f"{split}.txt", ("images", "labels"), known)
        super().__init__(
            [Part(images, _read_image, rgb=True)],
            Part(root / "labels", _read_labels),
            names=listed.names,
            doubts=listed.problems,
            allow_missing=allow_missing,
        )


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
