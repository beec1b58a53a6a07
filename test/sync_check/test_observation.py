"""A recording is gone through once, and only frames that the node would take are kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.recording import RecordingError
from csk_ros.sync_check.observation import Observation

MS = 1_000_000


def picture(stream, stamp, number=0, time=None):
    """A picture of its own; stamp and time in ms."""
    random = np.random.default_rng(number)
    shape = (120, 160, 3) if stream == "rgb" else (120, 160)
    image = random.integers(50, 200, shape, np.uint8)
    encoding = "rgb8" if stream == "rgb" else "mono8"
    return RecordedImage(stream, (stamp if time is None else time) * MS, stamp * MS, stream, encoding, image)


def observed(*pictures):
    observation = Observation()
    observation.see(pictures)
    return observation.streams


def test_stamps_and_times_of_both_cameras_are_kept():
    streams = observed(
        picture("rgb", 1000, time=1020),
        picture("thermal", 1010),
        picture("labels", 1010),
        picture("rgb", 1100, 1),
    )
    assert streams["rgb"].stamps == [1000 * MS, 1100 * MS]
    assert streams["rgb"].times == [1020 * MS, 1100 * MS]
    assert streams["thermal"].stamps == [1010 * MS]
    assert len(streams["rgb"].motion.motion().start) == 1


def test_what_the_node_would_refuse_is_counted():
    half = replace(picture("rgb", 1200), truncated=True)
    streams = observed(picture("rgb", 0, time=900), picture("rgb", 1000), picture("rgb", 1000, 1), half)
    assert streams["rgb"].stamps == [1000 * MS]
    assert streams["rgb"].refused == {"zero stamp": 1, "repeated stamp": 1, "truncated": 1}


def test_a_frame_that_others_overtook_is_paired_but_shows_no_motion():
    streams = observed(*(picture("rgb", stamp, stamp) for stamp in (1000, 1080, 1040, 1120)))
    assert streams["rgb"].stamps == [1000 * MS, 1080 * MS, 1040 * MS, 1120 * MS]
    assert streams["rgb"].motion.motion().end.tolist() == [1080 * MS, 1120 * MS]


def test_a_recording_that_begins_anew_is_refused():
    with pytest.raises(RecordingError, match="those of rgb go back from 9000000000 to 1000000000 ns"):
        observed(picture("rgb", 9000), picture("rgb", 1000, 1))
