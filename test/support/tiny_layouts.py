"""Tiny data sets in the layouts of public ones, with the same pictures in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

HEIGHT, WIDTH = 4, 6
RED, GREEN, BLUE = 200, 100, 50

THERMAL = np.arange(HEIGHT * WIDTH, dtype=np.uint8).reshape(HEIGHT, WIDTH)

LABELS = np.zeros((HEIGHT, WIDTH), np.uint8)
"""12 background, 6 car (1), 3 person (2), 3 unlabelled (255)."""
LABELS[0] = 1
LABELS[1, :3] = 2
LABELS[1, 3:] = 255

FOLDERS = {
    "msrs": ("vi", "ir", "Segmentation_labels"),
    "pst900": ("rgb", "thermal", "labels"),
    "fmb": ("Visible", "Infrared", "Label"),
}


def write(file: Path, picture: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(file), picture)


def colour_picture() -> np.ndarray:
    """One colour all over, in OpenCV's order."""
    return np.full((HEIGHT, WIDTH, 3), (BLUE, GREEN, RED), np.uint8)


def write_layout(root: Path, layout: str, names: tuple[str, ...] = ("00001D", "00002N")) -> Path:
    """Write the names as split `train` of a data set, and return its root."""
    for name in names:
        if layout == "mfnet":
            write(root / f"images/{name}.png", np.dstack([colour_picture(), THERMAL]))
            write(root / f"labels/{name}.png", LABELS)
            continue
        rgb, thermal, labels = FOLDERS[layout]
        write(root / f"train/{rgb}/{name}.png", colour_picture())
        write(root / f"train/{thermal}/{name}.png", THERMAL)
        # Of FMB the values count from 1, and 0 is unlabelled; 255 + 1 wraps around to it.
        write(root / f"train/{labels}/{name}.png", LABELS + np.uint8(layout == "fmb"))
    if layout == "mfnet":
        (root / "train.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return root
