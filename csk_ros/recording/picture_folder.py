"""The pictures of a folder, by name, and how one is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.recording.palette_png import palette_indices
from csk_ros.recording.picture_decoding import decode, from_bgr
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.recorded_image import RecordedStream

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")


def pictures_in(folder: str | Path) -> dict[str, Path]:
    """List the pictures of a folder by their names without suffix, in order.

    Raises:
        RecordingError: no such folder, no pictures in it, or two of one name.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RecordingError(f"{folder}: expected a folder of pictures, found none")
    pictures: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() not in SUFFIXES:
            continue
        if file.stem in pictures:
            raise RecordingError(
                f"{folder}: both {pictures[file.stem].name} and {file.name} are there; keep one of them"
            )
        pictures[file.stem] = file
    if not pictures:
        raise RecordingError(f"{folder}: expected pictures ({', '.join(SUFFIXES)}), found none")
    return pictures


def read_bgr(file: Path) -> NDArray[Any]:
    """Read a picture file as OpenCV decodes it: grey, BGR or BGRA of any type.

    Raises:
        RecordingError: the file cannot be read, or is no picture.
    """
    return decode(_content(file), str(file))


def read_picture(file: Path, stream: RecordedStream) -> NDArray[Any]:
    """Read a picture file as the array of its stream; see RecordedImage.image for the shapes.

    Of labels in a PNG file with a palette the indices are the class ids.

    Raises:
        RecordingError: the file cannot be read, is no picture, or one that the stream cannot hold.
    """
    data = _content(file)
    indices = palette_indices(data, str(file)) if stream == "labels" else None
    return from_bgr(decode(data, str(file)), stream, str(file)) if indices is None else indices


def _content(file: Path) -> NDArray[np.uint8]:
    try:
        return np.fromfile(file, np.uint8)
    except OSError as error:
        raise RecordingError(f"{file}: cannot be read: {error.strerror}") from error
