"""Faults of the way: pictures that do not come, come late, in another order, or twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.recording.fault_effects.effect import Effect

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedImage


class Drop(Effect):
    """Nothing comes."""

    def harm(self, picture: RecordedImage) -> tuple[()]:  # noqa: ARG002 - whatever it is
        """Lose the picture."""
        return ()


class Lose(Effect):
    """Single pictures are lost, `share` of them, by a seed."""

    def __init__(self, share: float, seed: float) -> None:
        self._share = share
        self._random = np.random.default_rng(int(seed))

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage, ...]:
        """Lose the picture or not."""
        return () if self._random.random() < self._share else (picture,)


class Delay(Effect):
    """Pictures arrive `seconds` later than they should, their stamps say when they were taken."""

    def __init__(self, seconds: float) -> None:
        self._nanoseconds = round(seconds * 1e9)

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Move the arrival."""
        return (replace(picture, time=picture.time + self._nanoseconds),)


class Jitter(Effect):
    """Pictures arrive between 0 and `seconds` later than they should, evenly spread, by a seed."""

    def __init__(self, seconds: float, seed: float) -> None:
        self._nanoseconds = round(seconds * 1e9)
        self._random = np.random.default_rng(int(seed))

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Move the arrival."""
        late = int(self._random.integers(0, self._nanoseconds, endpoint=True))
        return (replace(picture, time=picture.time + late),)


class Overtake(Jitter):
    """Jitter on a transport that keeps no order: later pictures may come first."""

    overtakes = True


class Repeat(Effect):
    """Every message comes twice, as with two publishers or a bridge that goes round."""

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage, RecordedImage]:
        """Send the picture once more."""
        return (picture, replace(picture))


class Truncate(Effect):
    """Half of a message's bytes are lost on the way."""

    def harm(self, picture: RecordedImage) -> tuple[RecordedImage]:
        """Cut the message."""
        return (replace(picture, truncated=True),)
