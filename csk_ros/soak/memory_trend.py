"""How a process's resident memory goes on."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.soak.quarters import first_and_last_quarter
from csk_ros.soak.theil_sen import theil_sen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.live.process_sample import ProcessSample

HOUR = 3600.0

GROUP = 10
"""Samples of which the lowest counts. While it infers, a node holds tens of MiB more than between two
pictures; which of the two a sample meets is chance: how often says how busy it is, not what it keeps."""

UNSETTLED = 16.0
"""MiB that a process without a leak may grow, in a run of any length: glibc keeps what was freed, in an arena
for each of several threads, and which of them asks first is chance; so the level makes steps of some MiB, and
the slope of a short run says little."""

LEAK = 8.0
"""MiB an hour from which on growth that goes on is called a leak. A forgotten KiB for each frame at 30 Hz is
105 MiB an hour; at 8 a robot with 1 GiB to spare runs for five days."""


@dataclass(frozen=True)
class MemoryTrend:
    """The trend of the least that a process held, in MiB."""

    first: float
    """Median of the first quarter."""
    last: float
    """Median of the last quarter."""
    slope: float
    """MiB an hour, by Theil and Sen."""
    hours: float
    """From the first sample to the last."""

    @classmethod
    def of(cls, samples: Sequence[ProcessSample]) -> MemoryTrend:
        """The trend of two samples or more, in order of time.

        Raises:
            ValueError: fewer, or all of one time.
        """
        count = max(2, len(samples) // GROUP)
        hours, memory = np.transpose([(sample.time / HOUR, sample.memory) for sample in samples])
        middles = [float(np.median(group)) for group in np.array_split(hours, count)]
        lowest = [float(np.min(group)) for group in np.array_split(memory, count)]
        slope = theil_sen(middles, lowest)
        first, last = first_and_last_quarter(lowest)
        return cls(median(first), median(last), slope, float(hours[-1] - hours[0]))

    @property
    def growth(self) -> float:
        """MiB over the run: by the slope, or from the first to the last level if that is more.

        A slope does not see a step near the end, the levels say less of what goes on all the time.
        """
        return max(self.slope * self.hours, self.last - self.first)

    @property
    def allowance(self) -> float:
        """MiB that it may grow over the run."""
        return UNSETTLED + LEAK * self.hours
