"""The recording that a soak plays: a moment of a street, again and again, for one round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.progress_bars import counted
from csk_ros.recording.fault import CAMERAS
from csk_ros.recording.fitted_recording import FittedRecording
from csk_ros.recording.held_recording import HeldRecording
from csk_ros.synthetic.recording import SyntheticRecording

if TYPE_CHECKING:
    from csk_ros.recording.recording import Recording

SEED = 25
"""Of the street; with cars, people and bikes near the camera."""

MOMENTS = 30
"""Different pictures of each camera: enough for none to look frozen, few enough to hold (37 MB)."""


def street(rate: float, seconds: float) -> Recording:
    """Rgb and thermal of 640x480, painted beforehand: the processor belongs to the node.

    Args:
        rate: pairs a second.
        seconds: until the recording ends.
    """
    # Half a period more, so that rounding leaves no moment out.
    scene = SyntheticRecording(SEED, duration=(MOMENTS + 0.5) / rate, rate=rate)
    pictures = counted(scene, sum(scene.counts.values()), "painting a street", "picture")
    return FittedRecording(HeldRecording([p for p in pictures if p.stream in CAMERAS]), seconds)
