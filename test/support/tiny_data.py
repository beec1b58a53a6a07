"""Tiny made-up data: a folder of pairs in which warm discs are persons and blue boxes are cars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

HEIGHT, WIDTH = 64, 96
NAMES = ("00001D", "00002N", "00003D")


def write_tiny_data(root: Path) -> Path:
    """Write pairs/{vi,ir,labels} and warm/{ir,labels} into a folder, and return it."""
    for folder in ("pairs/vi", "pairs/ir", "pairs/labels", "warm/ir", "warm/labels"):
        (root / folder).mkdir(parents=True)
    rng = np.random.default_rng(0)
    for name in NAMES:
        rgb = rng.integers(0, 100, (HEIGHT, WIDTH, 3)).astype(np.uint8)
        thermal = rng.integers(20, 60, (HEIGHT, WIDTH)).astype(np.uint8)
        labels = np.zeros((HEIGHT, WIDTH), np.uint8)
        centre = (int(rng.integers(10, 40)), int(rng.integers(10, 50)))
        cv2.circle(thermal, centre, 8, 250, -1)
        cv2.circle(labels, centre, 8, 2, -1)
        cv2.rectangle(rgb, (60, 20), (85, 40), (250, 40, 40), -1)
        cv2.rectangle(labels, (60, 20), (85, 40), 1, -1)
        labels[:3] = 255
        for folder, picture, suffix in (
            ("vi", rgb, "jpg"),
            ("ir", thermal, "png"),
            ("labels", labels, "png"),
        ):
            cv2.imwrite(str(root / "pairs" / folder / f"{name}.{suffix}"), picture)
            if folder != "vi":
                cv2.imwrite(str(root / "warm" / folder / f"{name}.{suffix}"), picture)
    return root
