"""What every effect of a fault offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.recording.recorded_image import RecordedImage


class Effect(ABC):
    """One fault during one pass over a recording; it is shown every picture of its stream in order."""

    overtakes: ClassVar[bool] = False
    """Whether a picture that it delays lets those behind it pass."""

    @abstractmethod
    def harm(self, picture: RecordedImage) -> Sequence[RecordedImage]:
        """What comes of a picture while the fault is on: nothing, another one, or several."""

    def watch(self, picture: RecordedImage) -> None:  # noqa: B027 - most faults need not look
        """See a picture that passes while the fault is off."""
