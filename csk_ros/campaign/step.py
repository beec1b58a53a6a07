"""What one step of a scenario brought: all that the invariants look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.stream.frame import nanoseconds

if TYPE_CHECKING:
    from csk_ros.campaign.shot import Shot
    from csk_ros.mode import Mode
    from csk_ros.stream.fallback import Decision
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.frame_ledger import FrameCounts
    from csk_ros.stream.health import Health
    from csk_ros.stream.stream_pipeline import StreamSettings


@dataclass(frozen=True)
class Owed:
    """A job as it left the pipeline."""

    mode: Mode
    reason: str
    thermal: Shot | None
    rgb: Shot | None
    skew: int | None

    @property
    def anchor(self) -> Shot:
        """The frame that the output belongs to."""
        anchor = self.rgb if self.thermal is None else self.thermal
        if anchor is None:
            raise ValueError("a job needs a thermal or an rgb frame, this one has neither")
        return anchor


@dataclass(frozen=True)
class Output:
    """Labels that were published."""

    mode: Mode
    reason: str
    stamp: int
    frame_id: str
    shape: tuple[int, int]
    """Height and width of the labels."""
    skew: int | None


@dataclass(frozen=True)
class Step:
    """One call of the pipeline, or the end of an inference."""

    time: int
    """True time in ns since the beginning."""
    clock: int
    """What the node's clock shows, never less than it showed since the last new beginning."""
    arrived: Shot | None
    """The picture that came; None if time alone has passed."""
    taken_in: bool
    """Whether it was let in; otherwise it is a drop."""
    owed: list[Owed]
    outputs: list[Output]
    failures: list[str]
    """What failed on the way from a frame that was let in to its labels."""
    settings: StreamSettings
    """Those in force."""
    in_force: Decision
    """The mode that the node reports."""
    decision: Decision
    states: dict[Stream, Health]
    counts: FrameCounts
    resets: int
    """New beginnings so far: stamps or the clock went back."""
    clock_resets: int
    """Those of them by the clock."""
    waiting: int
    """Thermal frames that wait for rgb."""
    under_way: int
    """Jobs of thermal frames that wait for the network or are in it."""
    frames_alive: int
    """Frames that anything still holds."""

    def on_thermal_clock(self, shot: Shot) -> int:
        """A picture's stamp by the thermal camera's clock, in ns."""
        offset = nanoseconds(self.settings.pairing.rgb_time_offset)
        return shot.picture.stamp + offset * (shot.stream == "rgb")
