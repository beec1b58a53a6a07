"""What the command and the processes that measure for it say to each other: lines of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.benchmark_model import size_text

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import DataclassInstance

    from csk_ros.mode import Mode


@dataclass(frozen=True)
class Assignment:
    """What a process is to measure; the first line that it reads."""

    executor: str
    """One of `model_settings.RUNTIMES`, or `configuration.EAGER`."""
    plain: bool
    """Whether instead of the checkpoint's network the plain one of its backbone."""
    mode: str
    """Of the first answer."""
    model: str
    """The checkpoint's path."""
    size: list[int] | None
    """Height and width of the pictures; None for the network's input."""
    threads: int | None
    """CPU threads; None for all cores."""
    started: int = 0
    """When the process was started, in ns of the monotonic clock, which all processes share."""

    @classmethod
    def of(
        cls,
        executor: str,
        model: Path,
        mode: Mode,
        *,
        threads: int | None,
        plain: bool = False,
        size: tuple[int, int] | None = None,
    ) -> Assignment:
        """Say it with this package's own types; see the fields."""
        listed = None if size is None else list(size)
        return cls(executor, plain, mode.value, str(model), listed, threads)


@dataclass(frozen=True)
class Ready:
    """The network has answered for the first time; the answer to an `Assignment`."""

    runtime: str
    precision: str
    device: str
    start_up: float
    """Seconds from the start of the process to the first answer."""
    size: list[int]
    """Height and width of the pictures."""
    publishes: bool
    """Whether there is ROS 2 to publish with."""
    notes: list[str]
    """What loading had to say."""

    def figures(self) -> dict[str, Any]:
        """What was loaded, for JSON."""
        return {
            "runtime": self.runtime,
            "precision": self.precision,
            "device": self.device,
            "pictures": size_text(self.size),
            "publishes": self.publishes,
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Refusal:
    """The other answer to an `Assignment`."""

    message: str
    unusable: bool
    """Whether it is about the runtime, so that another one may do."""


@dataclass(frozen=True)
class Block:
    """Frames that are to be measured, one after the other without a pause."""

    mode: str
    frames: int = 1
    """At least so many."""
    seconds: float = 0.0
    """At least so long."""
    unmeasured: int = 0
    """Frames before them, after which caches and threads are as in the middle of a stream."""


@dataclass(frozen=True)
class Measured:
    """The answer to a `Block`."""

    times: dict[str, list[float]]
    """Milliseconds of every frame, by stage."""
    memory: float | None
    """See `peak_memory`; of the process that measured."""


def as_line(message: DataclassInstance) -> str:
    """A message as a line, with its end."""
    return json.dumps({"kind": type(message).__name__, **asdict(message)}) + "\n"


def from_line(line: str) -> Any:
    """The message that `as_line` wrote.

    Raises:
        ValueError: it is none.
    """
    kinds = {kind.__name__: kind for kind in (Assignment, Ready, Refusal, Block, Measured)}
    try:
        fields = json.loads(line)
        return kinds[fields.pop("kind")](**fields)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"expected a message of the benchmark's, got {line!r:.200}") from error
