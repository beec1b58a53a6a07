"""How an rgb picture looks to the node that gets it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from csk_ros.messages.thumbnail import thumbnail
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.stream.picture_quality import BLOCKS, DARK_SHARE, SATURATED, PictureSettings, judge_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.stream.health import Health

LimitName = Literal["dark_level", "glare_share", "flat_contrast"]
"""The limits of PictureSettings, which are the node's parameters `rgb.<name>`."""

LIMITS = PictureSettings()
"""The node's defaults."""


@dataclass(frozen=True)
class Look:
    """What the node's check says of a picture, and what it measures: each in the unit of its limit."""

    verdict: Health
    mean_grey: float
    """0 to 255, of the whole picture. No limit is held against it: a lamp lifts it."""
    dark_level: float
    """Grey level that nearly all blocks are no brighter than: the picture is dark to any limit above it."""
    glare_share: float
    """Share of blown-out samples: the picture glares to any limit that is not above it."""
    flat_contrast: float
    """Standard deviation in grey levels: the picture is flat to any limit above it."""


def look_at(rgb: NDArray[np.uint8]) -> Look:
    """Look at a picture, u8[H, W, 3], as the node does: at the same few samples, with its default limits."""
    picture = RecordedImage("rgb", time=0, stamp=0, frame_id="", encoding="rgb8", image=rgb)
    samples = thumbnail(recorded_message(picture))
    grey = samples.astype(np.float32).mean(axis=2)
    blocks = np.sort(cv2.resize(grey, BLOCKS, interpolation=cv2.INTER_AREA), axis=None)
    return Look(
        verdict=judge_picture(samples, LIMITS),
        mean_grey=float(grey.mean()),
        dark_level=float(blocks[math.ceil(DARK_SHARE * blocks.size) - 1]),
        glare_share=float(np.mean(grey >= SATURATED)),
        flat_contrast=float(grey.std()),
    )
