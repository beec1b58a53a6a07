"""Ground truth in a folder: pictures of class ids, named by the stamp of the picture that they belong to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csk_ros.messages.stamp import SECOND
from csk_ros.recording.picture_folder import pictures_in, read_picture
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_SECONDS = re.compile(r"(\d+)\.(\d{1,9})")
_NANOSECONDS = re.compile(r"\d+")


class TruthFolder:
    """Pictures `SECONDS.FRACTION.png` or `NANOSECONDS.png` of class ids, 255 where nothing is labelled.

    Args:
        folder: where they are.

    Raises:
        RecordingError: no such folder, no pictures in it, a name that is no stamp, or two of one stamp.
    """

    def __init__(self, folder: Path) -> None:
        self._files: dict[int, Path] = {}
        for name, file in pictures_in(folder).items():
            stamp = _stamp(name)
            if stamp is None:
                raise RecordingError(
                    f"{file}: expected the stamp of the picture that it belongs to as the name, in seconds "
                    f"(12.345000000{file.suffix}) or nanoseconds (12345000000{file.suffix}), got '{name}'"
                )
            if stamp in self._files:
                raise RecordingError(f"{folder}: {self._files[stamp].name} and {file.name} have one stamp")
            self._files[stamp] = file

    @property
    def stamps(self) -> Collection[int]:
        """Of all images, in ns."""
        return self._files.keys()

    def of(self, stamp: int) -> NDArray[np.uint8] | None:
        """Read the class ids u8[H, W] of a stamp in ns; None if there are none.

        Raises:
            RecordingError: the file cannot be read, or is no picture of class ids.
        """
        file = self._files.get(stamp)
        return None if file is None else read_picture(file, "labels")


def _stamp(name: str) -> int | None:
    if found := _SECONDS.fullmatch(name):
        return int(found[1]) * SECOND + int(found[2].ljust(9, "0"))
    return int(name) if _NANOSECONDS.fullmatch(name) else None
