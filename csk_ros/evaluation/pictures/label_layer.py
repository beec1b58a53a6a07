"""Labels as a picture to lay over another."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from csk_ros.evaluation.pictures.panel import fitted_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet


def label_layer(labels: NDArray[np.uint8], label_set: LabelSet) -> bytes:
    """Labels u8[H, W], fitted into PANEL like a picture of `compress`, as a PNG of the classes' colours.

    What `draw_overlay` does not paint, classes whose colour is black and unlabelled pixels, is transparent.

    Raises:
        ValueError: labels without pixels.
    """
    size = fitted_size(labels)
    # Nearest neighbours: between two classes lies no third one.
    layer = Image.fromarray(cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST_EXACT), "P")
    layer.putpalette(label_set.palette.tobytes())
    is_painted = (label_set.palette != 0).any(axis=1)
    file = io.BytesIO()
    layer.save(file, "PNG", transparency=np.where(is_painted, 255, 0).astype(np.uint8).tobytes())
    return file.getvalue()
