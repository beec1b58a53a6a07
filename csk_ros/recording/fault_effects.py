"""What each kind of fault does to the pictures of its stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.recording.picture_damage import cover, darken, glare

if TYPE_CHECKING:
    from csk_ros.recording.image import RecordedImage


class Effect(ABC):
    """One fault during one pass over a recording; it is shown every picture of its stream in order."""

    @abstractmethod
    def harm(self, picture: RecordedImage) -> RecordedImage | None:
        """What becomes of a picture while the fault is on; None if it is lost."""

    def watch(self, picture: RecordedImage) -> None:  # noqa: B027 - most faults need not look
        """See a picture that passes while the fault is off."""


class Drop(Effect):
    """Nothing comes."""

    def harm(self, picture: RecordedImage) -> None:
        """Lose the picture."""


class Freeze(Effect):
    """The last picture from before comes again and again, with fresh stamps."""

    def __init__(self) -> None:
        self._last: RecordedImage | None = None

    def watch(self, picture: RecordedImage) -> None:
        """Remember the picture."""
        self._last = picture

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Show the last good picture; at the very beginning of a stream its first one."""
        self._last = self._last or picture
        return replace(picture, image=self._last.image, encoding=self._last.encoding)


class Delay(Effect):
    """Pictures arrive `seconds` later than they should, their stamps say when they were taken."""

    def __init__(self, seconds: float) -> None:
        self._nanoseconds = round(seconds * 1e9)

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Move the arrival."""
        return replace(picture, time=picture.time + self._nanoseconds)


class Jitter(Effect):
    """Pictures arrive between 0 and `seconds` later than they should, evenly spread, by a seed."""

    def __init__(self, seconds: float, seed: float) -> None:
        self._nanoseconds = round(seconds * 1e9)
        self._random = np.random.default_rng(int(seed))

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Move the arrival."""
        late = int(self._random.integers(0, self._nanoseconds, endpoint=True))
        return replace(picture, time=picture.time + late)


class Darken(Effect):
    """Night: every value times `factor`."""

    def __init__(self, factor: float) -> None:
        self._factor = factor

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Darken the picture."""
        return replace(picture, image=darken(picture.image, self._factor))


class Cover(Effect):
    """Something on the lens: a flat grey of `level`."""

    def __init__(self, level: float) -> None:
        self._level = int(level)

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Show the cover; the stamp seeds its noise, so every pass shows the same."""
        return replace(picture, image=cover(picture.image, self._level, seed=abs(picture.stamp)))


class Glare(Effect):
    """The sun in the lens."""

    def __init__(self, strength: float) -> None:
        self._strength = strength

    def harm(self, picture: RecordedImage) -> RecordedImage:
        """Add the light."""
        return replace(picture, image=glare(picture.image, self._strength))
