"""Which ground truth belongs to an image, and which outputs were not compared with any."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.mode import Mode
from csk_ros.time_text import span_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csk_ros.evaluation.judging.output import Output
    from csk_ros.stream.frame import Stream

OTHER_FRAME = "of the rgb camera's pixel frame"
OTHER_SIZE = "of another size than the ground truth"
NO_TRUTH = "without ground truth of their stamp"


@dataclass
class TruthCount:
    """Counts of a run. Ground truth is of the thermal camera's stamps, and lies in its pixel frame."""

    shares_frame: bool = False
    """Whether the rgb camera's images have the same pixel frame, by `registration.mode`."""
    stamps: set[int] = field(default_factory=set)
    """Of the ground truth that there was, in ns."""
    images: dict[Stream, set[int]] = field(default_factory=lambda: {"rgb": set(), "thermal": set()})
    """Stamps of the cameras' images, in ns."""
    sizes: str = ""
    """An example of ground truth of another size than the labels; empty if there was none."""
    _other_size: set[Output] = field(default_factory=set)

    def may_score(self, mode: Mode) -> bool:
        """Whether labels of a mode lie in the pixel frame of the ground truth."""
        return mode is not Mode.RGB or self.shares_frame

    def see_other_size(self, output: Output, truth: tuple[int, ...], labels: tuple[int, ...]) -> None:
        """Take down labels that cannot be compared, with both shapes."""
        self._other_size.add(output)
        self.sizes = f"{truth[1]}x{truth[0]}, the labels {labels[1]}x{labels[0]}"

    @property
    def matched(self) -> int:
        """Images of ground truth that have the stamp of an image that they can belong to."""
        return len(self.stamps & self._owners)

    @property
    def nearest(self) -> float | None:
        """Seconds from ground truth without an image to the nearest image; None without either."""
        lost, owners = self.stamps - self._owners, np.array(sorted(self._owners), np.int64)
        if not lost or not len(owners):
            return None
        stamps = np.array(sorted(lost), np.int64)
        after = np.searchsorted(owners, stamps).clip(0, len(owners) - 1)
        before = (after - 1).clip(0)
        return float(np.minimum(np.abs(stamps - owners[after]), np.abs(stamps - owners[before])).min()) / 1e9

    def reasons(self, outputs: Iterable[Output]) -> dict[str, int]:
        """Count the outputs that were not compared, by reason; those that there are."""
        return dict(Counter(map(self._reason, outputs)))

    @property
    def _owners(self) -> set[int]:
        return self.images["thermal"] | self.images["rgb"] if self.shares_frame else self.images["thermal"]

    def _reason(self, output: Output) -> str:
        if not self.may_score(output.mode):
            return OTHER_FRAME
        return OTHER_SIZE if output in self._other_size else NO_TRUTH


def truth_complaint(truth: TruthCount, compared: int) -> str | None:
    """Why there is no accuracy although there is ground truth, as a sentence; None if there is one.

    Args:
        truth: of a complete run.
        compared: outputs that were compared.
    """
    if not truth.stamps or compared:
        return None
    if not truth.matched:
        distance = "" if truth.nearest is None else f", the nearest is {span_text(truth.nearest)} away"
        return (
            f"no accuracy: none of the {len(truth.stamps)} images of ground truth has the stamp of a thermal "
            f"image{distance}; the stamps of ground truth are those of the thermal images it was made for"
        )
    if truth.sizes:
        return (
            f"no accuracy: the ground truth is {truth.sizes}; it has to be of the thermal image's size, "
            "pixel on pixel"
        )
    return None


def truth_doubts(truth: TruthCount, reasons: dict[str, int]) -> list[str]:
    """What of the ground truth was not used, and which outputs have no accuracy for it, for warnings.

    Args:
        truth: of a complete run.
        reasons: of `reasons`.
    """
    doubts = []
    if lost := len(truth.stamps) - truth.matched:
        distance = "" if truth.nearest is None else f" (the nearest is {span_text(truth.nearest)} away)"
        doubts.append(
            f"{lost} of {len(truth.stamps)} images of ground truth have the stamp of no thermal "
            f"image{distance}: they are not used"
        )
    if count := reasons.get(OTHER_FRAME):
        doubts.append(
            f"{count} outputs of mode rgb are not scored: their labels lie in the rgb image, the ground "
            "truth in the thermal image, and only registration.mode none says that both have one pixel frame"
        )
    if count := reasons.get(OTHER_SIZE):
        doubts.append(f"{count} outputs are not scored: the ground truth is {truth.sizes}")
    return doubts
