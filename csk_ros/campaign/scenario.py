"""One fault script of the campaign: two cameras, what fails, two clocks, and how slow the network is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from csk_ros.campaign.unsteady_clock import UnsteadyClock
from csk_ros.recording.fault_script import FaultScript
from csk_ros.stream.stream_pipeline import StreamSettings

if TYPE_CHECKING:
    from csk_ros.stream.frame import Stream


@dataclass(frozen=True)
class CameraPlan:
    """A camera without faults."""

    stream: Stream
    rate: float
    """Pictures a second."""
    latency: float = 0.0
    """Seconds from a picture's stamp to its arrival."""
    phase: float = 0.0
    """Seconds until the first picture."""
    core_rate: float | None = None
    """New pictures a second where the driver repeats them: a 9 Hz core published at 30 Hz."""
    clock_ahead: float = 0.0
    """Seconds by which this camera's stamps are ahead of those of the other."""


@dataclass(frozen=True)
class Inference:
    """How long the network takes for an output, in seconds; a slow spell lasts from `start` to `end`."""

    usual: float = 0.0
    slow: float = 0.0
    start: float = 0.0
    end: float = 0.0

    def seconds(self, now: float) -> float:
        """How long an inference takes that begins at `now`."""
        return self.slow if self.start <= now < self.end else self.usual

    @property
    def longest(self) -> float:
        """The longest that there is."""
        return max(self.usual, self.slow if self.end > self.start else 0.0)


@dataclass(frozen=True)
class SettingsChange:
    """At `at` seconds the settings are replaced."""

    at: float
    settings: StreamSettings


@dataclass(frozen=True)
class Scenario:
    """Everything that happens to the node in one script."""

    seed: int
    seconds: float
    """Pictures are taken this long; those on their way still arrive."""
    rgb: CameraPlan
    thermal: CameraPlan
    faults: FaultScript = field(default_factory=FaultScript)
    clock: UnsteadyClock = field(default_factory=UnsteadyClock)
    """The node's clock."""
    stamps: UnsteadyClock = field(default_factory=UnsteadyClock)
    """The clock that the cameras stamp by."""
    inference: Inference = field(default_factory=Inference)
    settings: StreamSettings = field(default_factory=StreamSettings)
    """Those at the beginning."""
    changes: tuple[SettingsChange, ...] = ()
    """In order of time."""

    def describe(self) -> dict[str, Any]:
        """The scenario in plain values, for a report; its `faults` are those of a script for `replay`."""
        return {
            "seed": self.seed,
            "seconds": self.seconds,
            "rgb": asdict(self.rgb),
            "thermal": asdict(self.thermal),
            "faults": [str(fault) for fault in self.faults.faults],
            "clock": asdict(self.clock),
            "stamps": asdict(self.stamps),
            "inference": asdict(self.inference),
            "settings": asdict(self.settings),
            "changes": [asdict(change) for change in self.changes],
        }
