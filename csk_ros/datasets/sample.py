"""What training learns from: pictures of one moment with their labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.problem import Problem


@dataclass(frozen=True, eq=False)
class Sample:
    """One moment seen by both cameras, or by the thermal one alone, on one grid."""

    rgb: NDArray[np.uint8] | None
    """[H, W, 3]."""
    thermal: NDArray[Any]
    """[H, W] of u8, u16 or f32, in any unit."""
    labels: NDArray[np.uint8]
    """[H, W] class ids; 255 is unlabelled."""


class SampleSource(Protocol):
    """A data set: samples by number."""

    @property
    def names(self) -> Sequence[str]:
        """What the samples are called, in their order."""

    def __len__(self) -> int:
        """Count the samples."""

    def __getitem__(self, index: int) -> Sample:
        """Read one sample."""

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Read the labels of one sample alone."""


class OpenedSource(SampleSource, Protocol):
    """A data set that tells what it could not make samples of."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the list of its files."""

    def turned(self) -> dict[str, int]:
        """Count the files of each folder that their Exif orientation turns, where there are any."""

    @property
    def left_out(self) -> int:
        """Number of label pictures that are no sample, for want of a picture of a camera."""
