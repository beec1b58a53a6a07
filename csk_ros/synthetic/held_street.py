"""Moments of a street painted beforehand: while they are played the processor belongs to the node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.progress_bars import counted
from csk_ros.recording.fitted_recording import FittedRecording
from csk_ros.recording.held_recording import HeldRecording
from csk_ros.stream.frame import STREAMS
from csk_ros.synthetic.recording import SyntheticRecording

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedImage
    from csk_ros.recording.recording import Recording

SEED = 25
"""Of the street; with cars, people and bikes near the camera."""

MOMENTS = 30
"""Different pictures of each camera: enough for none to look frozen, few enough to hold (37 MB)."""


def held_street(rate: float, seconds: float) -> Recording:
    """Rgb and thermal of 640x480, again and again.

    Args:
        rate: pairs a second.
        seconds: until the recording ends.
    """
    return FittedRecording(HeldRecording(street_pictures(rate)), seconds)


def street_pictures(rate: float) -> list[RecordedImage]:
    """MOMENTS pictures of each camera in order of time, so many pairs a second."""
    # Half a period more, so that rounding leaves no moment out.
    scene = SyntheticRecording(SEED, duration=(MOMENTS + 0.5) / rate, rate=rate)
    pictures = counted(scene, sum(scene.counts.values()), "painting a street", "picture")
    return [picture for picture in pictures if picture.stream in STREAMS]
