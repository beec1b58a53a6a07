"""The part of a camera's sensor that an image shows, and how its pixels are binned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class RegionOfInterest(Protocol):
    """The fields of sensor_msgs/RegionOfInterest that describe the raw image.

    Its `do_rectify` is about rectified images alone.
    """

    x_offset: int
    y_offset: int
    height: int
    width: int


class WindowFields(Protocol):
    """The fields of sensor_msgs/CameraInfo that say how large an image is, and of what."""

    height: int
    width: int
    binning_x: int
    binning_y: int
    roi: RegionOfInterest


@dataclass(frozen=True)
class _Axis:
    """One axis of the image; its fields are CameraInfo's, in pixels of full resolution."""

    name: str
    full: int
    offset: int
    roi: int
    """0 for all of `full`."""
    binning: int
    """How many pixels of the sensor make one of the image; 0 is the same as 1."""

    @property
    def binned(self) -> int:
        return max(self.binning, 1)

    @property
    def length(self) -> int:
        """Pixels of the image."""
        return (self.roi or self.full) // self.binned

    @property
    def problem(self) -> str:
        if self.offset + self.roi > self.full or (self.offset and not self.roi):
            return f"{self._offset_text} and {self._roi_text} do not lie within {self._full_text}"
        return "" if self.length else f"{self._binning_text} leaves nothing of {self._roi_text}"

    def unfit(self, length: int) -> list[str]:
        """The fields, with their values, that keep the image from being `length` pixels long."""
        if self.length == length:
            return []
        if (self.roi or self.full) == length:
            return [self._binning_text]
        if self.full // self.binned == length:
            return [self._roi_text]
        if self.full == length:
            return [self._roi_text, self._binning_text]
        return [self._roi_text if self.roi else self._full_text]

    @property
    def _full_text(self) -> str:
        return f"{self.name} {self.full}"

    @property
    def _roi_text(self) -> str:
        return f"roi.{self.name} {self.roi}"

    @property
    def _offset_text(self) -> str:
        return f"roi.{'x' if self.name == 'width' else 'y'}_offset {self.offset}"

    @property
    def _binning_text(self) -> str:
        return f"binning_{'x' if self.name == 'width' else 'y'} {self.binning}"


@dataclass(frozen=True)
class ImageWindow:
    """What an image shows of a sensor whose calibration holds for the full resolution.

    A region of interest is cut out at full resolution; its pixels are binned afterwards.
    """

    x: _Axis
    y: _Axis

    @classmethod
    def of(cls, info: WindowFields) -> ImageWindow:
        """The window that a CameraInfo describes."""
        roi = info.roi
        return cls(
            _Axis("width", info.width, roi.x_offset, roi.width, info.binning_x),
            _Axis("height", info.height, roi.y_offset, roi.height, info.binning_y),
        )

    @property
    def width(self) -> int:
        """Columns of the image."""
        return self.x.length

    @property
    def height(self) -> int:
        """Rows of the image."""
        return self.y.length

    @property
    def problem(self) -> str:
        """Why no image can show this; empty if one can."""
        return self.x.problem or self.y.problem

    def unfit(self, width: int, height: int) -> str:
        """Name the fields of CameraInfo by which an image has another size; empty if it has this one."""
        return ", ".join(self.x.unfit(width) + self.y.unfit(height))

    def transform(self) -> NDArray[np.float64]:
        """The [3, 3] that maps (x, y, 1) of full resolution to pixels of the image.

        Pixel centres are at whole numbers, so the middle of n binned pixels is (n - 1) / 2 beside the first.
        """
        result = np.eye(3)
        for row, axis in enumerate((self.x, self.y)):
            result[row, row] = 1 / axis.binned
            result[row, 2] = (0.5 - axis.offset) / axis.binned - 0.5
        return result
