"""How far a replay is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedStream


@dataclass
class Progress:
    """Figures of a replay, kept up while it runs; to be read from any thread."""

    passes: int = 0
    """Passes begun."""
    position: float = 0.0
    """Seconds of the recording that this pass has played; at its end, to where the next would begin."""
    published: dict[RecordedStream, int] = field(default_factory=dict)
    """Pictures published on each stream of the recording, over all passes."""
    failed: int = 0
    """Pictures that the middleware would not take."""
    lonely: tuple[str, ...] = ()
    """Topics of cameras whose subscribers are waited for."""
