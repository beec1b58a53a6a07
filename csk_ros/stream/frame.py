"""One picture of one camera, as the stream objects see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from numpy.typing import NDArray

Stream = Literal["rgb", "thermal"]
STREAMS: tuple[Stream, ...] = ("rgb", "thermal")

M = TypeVar("M")


def nanoseconds(seconds: float) -> int:
    """Convert a duration in seconds to whole nanoseconds, the unit of every stamp here."""
    return round(seconds * 1e9)


@dataclass(frozen=True, eq=False)
class Frame(Generic[M]):
    """A picture that has arrived: when it was taken, a small copy to judge it by, and itself.

    Two frames are the same only if they are the same object: a frozen camera sends equal ones.
    """

    stamp: int
    """Header stamp in nanoseconds."""
    frame_id: str
    thumbnail: NDArray[Any]
    """A subsample of the picture, [h, w] or [h, w, 3], in the camera's own units."""
    message: M
    """The picture itself, opaque here; whoever infers knows how to decode it."""
