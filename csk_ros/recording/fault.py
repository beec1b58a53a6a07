"""The vocabulary of faults: which kinds there are, on which camera, with which numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.recording.fault_effects.arrival_effects import (
    Delay,
    Drop,
    Jitter,
    Lose,
    Overtake,
    Repeat,
    Truncate,
)
from csk_ros.recording.fault_effects.picture_effects import (
    Cover,
    Darken,
    Freeze,
    Glare,
    Recode,
    Shrink,
)
from csk_ros.recording.fault_effects.stamp_effects import Drift, Hold, Offset, Unstamp
from csk_ros.stream.frame import STREAMS, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from csk_ros.recording.fault_effects.effect import Effect

MAX_DELAY = 10.0
"""Seconds; delayed pictures wait in memory, and one that is so late is as good as lost."""


@dataclass(frozen=True)
class Parameter:
    """A number that a kind of fault takes: low <= value <= high."""

    low: float
    high: float
    default: float | None = None
    """None: it must be given."""
    whole: bool = False


@dataclass(frozen=True)
class Kind:
    """One word of the vocabulary."""

    begin: Callable[..., Effect]
    """Makes the effect for one pass over a recording, from the parameters by name."""
    cameras: tuple[Stream, ...] = STREAMS
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


_SEED = Parameter(0, 2**32 - 1, default=0, whole=True)
_LATE = Parameter(0.0, MAX_DELAY)

KINDS: dict[str, Kind] = {
    "drop": Kind(Drop),
    "lose": Kind(Lose, parameters={"share": Parameter(0.0, 1.0), "seed": _SEED}),
    "delay": Kind(Delay, parameters={"seconds": _LATE}),
    "jitter": Kind(Jitter, parameters={"seconds": _LATE, "seed": _SEED}),
    "overtake": Kind(Overtake, parameters={"seconds": _LATE, "seed": _SEED}),
    "repeat": Kind(Repeat),
    "truncate": Kind(Truncate),
    "offset": Kind(Offset, parameters={"seconds": Parameter(-MAX_DELAY, MAX_DELAY)}),
    "drift": Kind(Drift, parameters={"rate": Parameter(-0.5, 0.5)}),
    "hold": Kind(Hold),
    "unstamp": Kind(Unstamp),
    "freeze": Kind(Freeze),
    "shrink": Kind(Shrink, parameters={"factor": Parameter(0.1, 1.0)}),
    "recode": Kind(Recode),
    "darken": Kind(
        Darken,
        ("rgb",),
        {"factor": Parameter(0.0, 1.0), "over": Parameter(0.0, 3600.0, default=0.0)},
    ),
    "cover": Kind(Cover, ("rgb",), {"level": Parameter(0, 255, default=4, whole=True)}),
    "glare": Kind(Glare, ("rgb",), {"strength": Parameter(0.0, 1.0, default=1.0)}),
    # While its shutter is closed a thermal camera repeats its last picture; one that stops instead is `drop`.
    "shutter": Kind(Freeze, ("thermal",)),
}
"""Every kind of fault by its name in a script."""


@dataclass(frozen=True)
class Fault:
    """One kind of fault on one camera for a while: start <= t < end, in seconds from the first picture."""

    camera: Stream
    kind: str
    start: float
    end: float
    parameters: Mapping[str, float]

    def begin(self) -> Effect:
        """The effect for one pass over a recording."""
        return KINDS[self.kind].begin(**self.parameters)

    def is_on(self, seconds: float) -> bool:
        """Whether a picture of that time is hit."""
        return self.start <= seconds < self.end

    def __str__(self) -> str:
        until = "the end" if self.end == float("inf") else f"{self.end:g} s"
        numbers = "".join(f" {name} {value:g}" for name, value in self.parameters.items())
        return f"{self.camera} {self.kind}{numbers} from {self.start:g} s to {until}"
