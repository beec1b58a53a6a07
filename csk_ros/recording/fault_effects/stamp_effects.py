"""Faults of the camera's clock and of the driver that stamps: pictures are fine, stamps are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csk_ros.recording.fault_effects.effect import Effect

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedImage


class Offset(Effect):
    """The camera's clock is off: stamps say `seconds` more, or less if negative."""

    def __init__(self, seconds: float) -> None:
        self._nanoseconds = round(seconds * 1e9)

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Move the stamp."""
        return (replace(picture, stamp=picture.stamp + self._nanoseconds),)


class Drift(Effect):
    """The camera's clock runs fast (or slow, if negative) by `rate` seconds a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._begin: int | None = None

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Move the stamp the further, the longer the fault has been on."""
        self._begin = picture.stamp if self._begin is None else self._begin
        return (replace(picture, stamp=picture.stamp + round((picture.stamp - self._begin) * self._rate)),)


class Hold(Effect):
    """The driver stamps every picture alike, while the pictures go on."""

    def __init__(self) -> None:
        self._stamp: int | None = None

    def watch(self, picture: RecordedImage) -> None:
        """Remember the stamp."""
        self._stamp = picture.stamp

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Stamp the picture as the last one from before; at the beginning of a stream as its first one."""
        self._stamp = picture.stamp if self._stamp is None else self._stamp
        return (replace(picture, stamp=self._stamp),)


class Unstamp(Effect):
    """The driver forgets to fill in the stamp."""

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Take the stamp away: 0 means none to ROS."""
        return (replace(picture, stamp=0),)
