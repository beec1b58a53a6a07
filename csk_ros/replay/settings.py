"""How a recording is replayed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReplaySettings:
    """Choices for one replay.

    Raises:
        ValueError: a number that makes no sense, named.
    """

    speed: float = 1.0
    """Seconds of the recording per second."""
    loop: bool = False
    """Begin anew at the end, until stopped."""
    fresh_stamps: bool = False
    """Stamp pictures as if they were taken now, instead of as recorded."""
    clock_rate: float = 0.0
    """Messages a second on /clock; 0 for none."""
    subscriber_timeout: float = 0.0
    """Seconds to wait for subscribers of each camera before the first picture."""
    subscribers: int = 1
    """So many of each camera are waited for."""

    def __post_init__(self) -> None:
        if not 0 < self.speed <= 1000:
            raise ValueError(f"speed: expected more than 0 and at most 1000, got {self.speed}")
        if not 0 <= self.clock_rate <= 1000:
            raise ValueError(f"clock_rate: expected 0 to 1000 messages a second, got {self.clock_rate}")
        if not 0 <= self.subscriber_timeout < float("inf"):
            raise ValueError(
                f"subscriber_timeout: expected a number of seconds from 0 up, got {self.subscriber_timeout}"
            )
        if self.subscribers < 1:
            raise ValueError(f"subscribers: expected 1 or more, got {self.subscribers}")
