"""The pictures of a folder, by name, and how one is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.recording.image_header import read_image_header
from csk_ros.recording.picture_decoding import decode, decode_ids, from_bgr, refuse_lossy
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.image_header import ImageHeader
    from csk_ros.recording.recorded_image import RecordedStream

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")


def pictures_in(folder: str | Path) -> dict[str, Path]:
    """List the pictures of a folder by their names without suffix, in order.

    Hidden files are none: macOS puts `._NAME.png` beside NAME.png on disks that are not its own.

    Raises:
        RecordingError: no such folder, no pictures in it, or two of one name.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RecordingError(f"{folder}: expected a folder of pictures, found none")
    pictures: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if is_hidden(file) or file.suffix.lower() not in SUFFIXES or file.is_dir():
            continue
        if file.stem in pictures:
            raise RecordingError(
                f"{folder}: both {pictures[file.stem].name} and {file.name} are there; keep one of them"
            )
        pictures[file.stem] = file
    if not pictures:
        raise RecordingError(f"{folder}: expected pictures ({', '.join(SUFFIXES)}), found none")
    return pictures


def is_hidden(path: Path) -> bool:
    """Whether a file or folder is nobody's data: its name starts with a dot, or is `__MACOSX`."""
    return path.name.startswith(".") or path.name == "__MACOSX"


def read_bgr(file: Path) -> NDArray[Any]:
    """Read a picture file as OpenCV decodes it, upright: grey, BGR or BGRA of any type.

    Raises:
        RecordingError: the file cannot be read, or is no picture.
    """
    return decode(_content(file), str(file))


def read_picture(file: Path, stream: RecordedStream) -> NDArray[Any]:
    """Read a picture file as the array of its stream, upright; see RecordedImage.image for the shapes.

    Labels are the class ids as stored: the indices of a palette, the values of 1, 2 or 4 bits.

    Raises:
        RecordingError: the file cannot be read, is no picture, or one that the stream cannot hold.
    """
    if stream == "labels":
        return decode_ids(_content(file), str(file))
    return from_bgr(read_bgr(file), stream, str(file))


def read_label_colours(file: Path) -> NDArray[np.uint8]:
    """Read a picture file of labels that are colours, uint8[H, W, 3] as red, green, blue, upright.

    Raises:
        RecordingError: the file cannot be read, is no picture, or its compression changes colours.
    """
    refuse_lossy(header_of(file), str(file))
    return np.asarray(from_bgr(read_bgr(file), "rgb", str(file)), np.uint8)


def header_of(file: Path) -> ImageHeader:
    """Read what a picture file says of its pixels.

    Raises:
        RecordingError: the file cannot be read, or is no picture.
    """
    return read_image_header(_content(file).tobytes(), str(file))


def _content(file: Path) -> NDArray[np.uint8]:
    try:
        return np.fromfile(file, np.uint8)
    except OSError as error:
        raise RecordingError(f"{file}: cannot be read: {error.strerror}") from error
