"""Whether a process holds more and more of something that comes in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.soak.quarters import first_and_last_quarter

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class FloorGrowth:
    """The least that a process held early and late.

    What is opened and closed again and again does not lift the least, what is leaked does.
    """

    first: int
    """Minimum of the first quarter of the samples."""
    last: int
    """Minimum of the last quarter."""

    @classmethod
    def of(cls, held: Sequence[int]) -> FloorGrowth:
        """The growth over a series in order of time.

        Raises:
            ValueError: an empty series.
        """
        first, last = first_and_last_quarter(held)
        return cls(min(first), min(last))

    @property
    def grew(self) -> bool:
        """Whether the later minimum is above the earlier one."""
        return self.last > self.first
