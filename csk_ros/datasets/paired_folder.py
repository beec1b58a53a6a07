"""A data set of folders: thermal, labels and, where there is any, rgb; files of one name belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.datasets.sample import Sample

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"})


class PairedFolder:
    """Samples of a folder with one subfolder for each kind of picture.

    Args:
        root: the folder.
        thermal: its subfolder of thermal pictures: 8 or 16 bit, or float TIFF; the first of
            several channels counts.
        labels: its subfolder of class ids, 8 bit of one channel.
        rgb: its subfolder of colour pictures; None for a thermal-only data set.

    Raises:
        FileNotFoundError: a subfolder is missing, holds no pictures, or lacks one that another has.
    """

    def __init__(
        self, root: Path, *, thermal: str = "thermal", labels: str = "labels", rgb: str | None = "rgb"
    ) -> None:
        self._thermal = _pictures(root / thermal)
        self._labels = _pictures(root / labels)
        self._rgb = None if rgb is None else _pictures(root / rgb)
        self.names = tuple(self._labels)
        for kind, pictures in ((thermal, self._thermal), (rgb, self._rgb)):
            missing = [] if pictures is None else [name for name in self.names if name not in pictures]
            if missing:
                raise FileNotFoundError(
                    f"{root / str(kind)} lacks {len(missing)} of the {len(self.names)} pictures that "
                    f"'{labels}' has, the first being '{missing[0]}'"
                )

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> Sample:
        """Read one sample.

        Raises:
            ValueError: a file cannot be read as a picture, or the pictures of a name differ in size.
        """
        name = self.names[index]
        thermal = _read(self._thermal[name])
        rgb = None
        if self._rgb is not None:
            rgb = np.asarray(_read(self._rgb[name], cv2.IMREAD_COLOR_RGB), np.uint8)
        labels = self.labels(index)
        sizes = {picture.shape[:2] for picture in (thermal, labels, rgb) if picture is not None}
        if len(sizes) > 1:
            raise ValueError(f"the pictures of '{name}' differ in size: {sorted(sizes)}")
        return Sample(rgb, thermal if thermal.ndim == 2 else np.ascontiguousarray(thermal[..., 0]), labels)

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Read the class ids of one sample.

        Raises:
            ValueError: the file cannot be read, or is not 8 bit of one channel.
        """
        path = self._labels[self.names[index]]
        labels = _read(path)
        if labels.ndim != 2 or labels.dtype != np.uint8:
            raise ValueError(
                f"{path} holds no class ids: it is {labels.dtype}{list(labels.shape)}, wanted is uint8[H, W]"
            )
        return labels


def _pictures(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by name without suffix, in order."""
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    pictures = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES}
    if not pictures:
        raise FileNotFoundError(f"{folder} holds no pictures ({', '.join(sorted(_SUFFIXES))})")
    return pictures


def _read(path: Path, flags: int = cv2.IMREAD_UNCHANGED) -> NDArray[Any]:
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise ValueError(f"{path} cannot be read as a picture")
    return picture
