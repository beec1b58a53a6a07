"""A data set of folders: thermal, labels and, where there is any, rgb; files of one name belong together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.datasets.file_samples import FileSamples, Part
from csk_ros.datasets.label_colours import check_colours, ids_of_colours
from csk_ros.datasets.problem import DatasetError, Problem
from csk_ros.labels import UNLABELLED
from csk_ros.recording.picture_folder import read_label_colours, read_picture

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.datasets.read_sample import Pictures
    from csk_ros.labels import LabelSet
    from csk_ros.recording.recorded_image import RecordedStream


class PairedFolder(FileSamples):
    """Samples of a folder with one subfolder for each kind of picture.

    Args:
        root: the folder.
        thermal: its subfolder of grey thermal pictures: 8 or 16 bit, or float TIFF.
        labels: its subfolder of class ids of up to 8 bits, in one channel or a palette.
        rgb: its subfolder of colour pictures; None for a thermal-only data set.
        label_colours: label pictures show the colours of this label set, and nothing else.
        ids_from_one: label pictures hold 1 for the first class, and 0 where nothing is labelled.
        allow_missing: see FileSamples.

    Raises:
        DatasetError: a subfolder is missing or holds no pictures or a name twice; or a name that has labels
            lacks another picture; or two classes of `label_colours` have one colour.
    """

    def __init__(
        self,
        root: Path,
        *,
        thermal: str = "thermal",
        labels: str = "labels",
        rgb: str | None = "rgb",
        ids_from_one: bool = False,
        label_colours: LabelSet | None = None,
        allow_missing: bool = False,
    ) -> None:
        cameras = [Part(root / thermal, partial(_read, stream="thermal"))]
        if rgb is not None:
            cameras.insert(0, Part(root / rgb, partial(_read, stream="rgb"), rgb=True))
        read_labels = _read_ids_from_one if ids_from_one else partial(_read, stream="labels")
        if label_colours is not None:
            try:
                check_colours(label_colours)
            except ValueError as error:
                raise DatasetError([Problem("unusable", str(error))]) from error
            read_labels = partial(_read_colours, label_set=label_colours)
        super().__init__(cameras, Part(root / labels, read_labels), allow_missing=allow_missing)


def _read(file: Path, stream: RecordedStream) -> Pictures:
    return {stream: read_picture(file, stream)}


def _read_colours(file: Path, label_set: LabelSet) -> Pictures:
    return {"labels": ids_of_colours(read_label_colours(file), label_set, str(file))}


def _read_ids_from_one(file: Path) -> Pictures:
    values: NDArray[np.uint8] = read_picture(file, "labels")
    # 0 wraps around to 255.
    return {"labels": np.where(values == UNLABELLED, UNLABELLED, values - np.uint8(1)).astype(np.uint8)}
