"""Faults as bars with their names, those of one time below each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matplotlib.transforms import Bbox, TransformedBbox

from csk_ros.evaluation.page.inline_svg import FAULT
from csk_ros.evaluation.pictures.words import FAULT_WORDS
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from csk_ros.recording.fault import Fault
    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.stream.frame import Stream

LETTER = 7.0
"""Points that a letter takes at most on average."""


@dataclass(frozen=True)
class FaultBar:
    """A fault of a script, in seconds of the plot."""

    number: int
    """In the script, from 1."""
    words: str
    start: float
    end: float
    room: float
    """Until where its name may go: the next fault of its lane."""

    def label(self, width: float) -> str:
        """Number and words, or the number alone if there is no more room than so many points."""
        full = f"{self.number} {self.words}"
        return full if LETTER * len(full) <= width else str(self.number)


@dataclass
class FaultLane:
    """Faults of one camera that do not overlap."""

    camera: Stream
    faults: list[tuple[int, Fault]] = field(default_factory=list)

    def takes(self, fault: Fault) -> bool:
        """Whether the lane is free at that fault's time."""
        return fault.camera == self.camera and all(
            other.end <= fault.start or fault.end <= other.start for _, other in self.faults
        )

    def bars(self, end: float) -> list[FaultBar]:
        """What to draw, up to the plot's end."""
        faults = sorted(self.faults, key=lambda item: item[1].start)
        rooms = [*(fault.start for _, fault in faults[1:]), end]
        return [
            FaultBar(number, FAULT_WORDS[fault.kind], fault.start, min(fault.end, end), room)
            for (number, fault), room in zip(faults, rooms, strict=True)
        ]


def fault_lanes(script: FaultScript, end: float) -> list[FaultLane]:
    """Share the faults that begin before the plot's end out to as few lanes as do, rgb's first."""
    lanes: list[FaultLane] = []
    for number, fault in enumerate(script.faults, start=1):
        if fault.start >= end:
            continue
        lane = next((lane for lane in lanes if lane.takes(fault)), None)
        if lane is None:
            lane = FaultLane(fault.camera)
            lanes.append(lane)
        lane.faults.append((number, fault))
    return sorted(lanes, key=lambda lane: STREAMS.index(lane.camera))


def draw_faults(axes: Axes, lanes: list[FaultLane], end: float) -> None:
    """Draw each lane as a row of bars.

    Args:
        axes: as wide as they will be, from 0 to `end`.
        lanes: see `fault_lanes`.
        end: of the plot, in seconds.
    """
    points = axes.bbox.width / axes.figure.dpi * 72 / end
    for row, lane in enumerate(reversed(lanes)):
        for bar in lane.bars(end):
            axes.broken_barh(
                [(bar.start, bar.end - bar.start)], (row - 0.4, 0.8), color=FAULT, alpha=0.35, linewidth=0
            )
            label = axes.annotate(
                bar.label((bar.room - bar.start) * points),
                (bar.start, row),
                (4, 0),
                textcoords="offset points",
                va="center",
                annotation_clip=False,
            )
            # Of its own accord matplotlib lets it run over the next bar.
            room = Bbox([[bar.start, row - 0.5], [bar.room, row + 0.5]])
            label.set_clip_on(True)
            label.set_clip_box(TransformedBbox(room, axes.transData))
    axes.set_ylim(-0.5, len(lanes) - 0.5)
    axes.set_yticks(range(len(lanes)), [f"{lane.camera} faults" for lane in reversed(lanes)])
