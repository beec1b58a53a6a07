"""One stream's health, fed by a line of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings, StreamHealth
from support.stream_script import picture

if TYPE_CHECKING:
    from csk_ros.stream.health import Health

RGB = HealthSettings(picture=PictureSettings())

LETTERS = {"o": "fine", "d": "dark", "g": "glare", "f": "flat"}


class Bench:
    """A stream fed by a line of letters at a steady rate; capital letters repeat the picture before."""

    def __init__(self, settings: HealthSettings = RGB, rate: float = 30.0) -> None:
        self.health = StreamHealth(settings)
        self._rate = rate
        self._number = -1
        self._scene = 0

    @property
    def now(self) -> int:
        """When the last frame came."""
        return nanoseconds(10.0 + self._number / self._rate)

    def skip(self, frames: int) -> None:
        """Let so many frames be lost."""
        self._number += frames

    def feed(self, letters: str) -> list[Health]:
        """The state after each frame."""
        states = []
        for letter in letters:
            self._number += 1
            self._scene += letter.islower()
            self.health.see(picture("rgb", LETTERS[letter.lower()], self._scene), self.now)
            states.append(self.health.state)
        return states
