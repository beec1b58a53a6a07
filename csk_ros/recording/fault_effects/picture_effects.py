"""Faults of the picture: frozen, dark, covered, blinded, of another size or encoding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.recording.fault_effects.effect import Effect
from csk_ros.recording.picture_damage import cover, darken, glare

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedImage


class Freeze(Effect):
    """The last picture from before comes again and again, with fresh stamps."""

    def __init__(self) -> None:
        self._last: RecordedImage | None = None

    def watch(self, picture: RecordedImage) -> None:
        """Remember the picture."""
        self._last = picture

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Show the last good picture; at the very beginning of a stream its first one."""
        self._last = self._last or picture
        return (replace(picture, image=self._last.image, encoding=self._last.encoding),)


class Darken(Effect):
    """Night: every value times `factor`, reached evenly `over` so many seconds."""

    def __init__(self, factor: float, over: float) -> None:
        self._factor = factor
        self._over = over * 1e9
        self._begin: int | None = None

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Darken the picture."""
        self._begin = picture.time if self._begin is None else self._begin
        passed = picture.time - self._begin
        share = min(1.0, passed / self._over) if self._over else 1.0
        return (replace(picture, image=darken(picture.image, 1.0 + share * (self._factor - 1.0))),)


class Cover(Effect):
    """Something on the lens: a flat grey of `level`."""

    def __init__(self, level: float) -> None:
        self._level = int(level)

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Show the cover; the stamp seeds its noise, so every pass shows the same."""
        return (replace(picture, image=cover(picture.image, self._level, seed=abs(picture.stamp))),)


class Glare(Effect):
    """The sun in the lens."""

    def __init__(self, strength: float) -> None:
        self._strength = strength

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Add the light."""
        return (replace(picture, image=glare(picture.image, self._strength)),)


class Shrink(Effect):
    """The driver has changed to pictures of `factor` times the size."""

    def __init__(self, factor: float) -> None:
        self._factor = factor

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Make the picture smaller, by nearest neighbours: radiometric values stay what they are."""
        height, width = (max(2, round(side * self._factor)) for side in picture.image.shape[:2])
        smaller = cv2.resize(picture.image, (width, height), interpolation=cv2.INTER_NEAREST)
        return (replace(picture, image=np.asarray(smaller, picture.image.dtype)),)


_SWAPPED = {"rgb8": "bgr8", "bgr8": "rgb8"}


class Recode(Effect):
    """The driver has changed to another encoding of the same pictures."""

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Colour swaps rgb8 and bgr8, thermal turns from 8 bits to 16 and from 16 or 32 bits to 8."""
        if picture.encoding in _SWAPPED:
            recoded = replace(picture, encoding=_SWAPPED[picture.encoding], image=picture.image[..., ::-1])
        elif picture.encoding == "mono8":
            recoded = replace(picture, encoding="mono16", image=picture.image.astype(np.uint16) << 6)
        else:
            limits = (np.nanmin(picture.image), np.nanmax(picture.image))
            stretched = np.nan_to_num(np.interp(picture.image, limits, (0.0, 255.0)))
            recoded = replace(picture, encoding="mono8", image=np.rint(stretched).astype(np.uint8))
        return (recoded,)
