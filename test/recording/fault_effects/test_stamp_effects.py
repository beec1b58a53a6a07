from __future__ import annotations

import numpy as np
import pytest

from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recorded_image import RecordedImage

MS = 1_000_000
IMAGE = np.zeros((2, 3), np.uint8)


def stamps(fault, count=6):
    """Stamps in ms of pictures that are taken every 100 ms from 1000 ms on; none of them arrives late."""
    pictures = [
        RecordedImage("thermal", (1000 + 100 * n) * MS, (1000 + 100 * n) * MS, "thermal", "mono8", IMAGE)
        for n in range(count)
    ]
    came = list(FaultScript.from_list([fault]).apply(pictures))
    assert [picture.time for picture in came] == [picture.time for picture in pictures]
    return [picture.stamp / MS for picture in came]


@pytest.mark.parametrize("seconds", [0.25, -0.25])
def test_an_offset_moves_every_stamp_alike(seconds):
    found = stamps({"thermal": "offset", "seconds": seconds, "from": 0.2, "to": 0.4})
    assert found == [1000, 1100, 1200 + 1000 * seconds, 1300 + 1000 * seconds, 1400, 1500]


def test_drift_grows_with_the_time_since_the_fault_began():
    found = stamps({"thermal": "drift", "rate": 0.1, "from": 0.2, "to": 0.5})
    assert found == [1000, 1100, 1200, 1310, 1420, 1500]


def test_held_stamps_stay_those_of_the_last_good_picture():
    assert stamps({"thermal": "hold", "from": 0.2, "to": 0.4}) == [1000, 1100, 1100, 1100, 1400, 1500]


def test_stamps_held_from_the_beginning_are_those_of_the_first_picture():
    assert stamps({"thermal": "hold", "to": 0.2}, count=3) == [1000, 1000, 1200]


def test_unset_stamps_are_zero():
    assert stamps({"thermal": "unstamp", "from": 0.1, "to": 0.2}, count=3) == [1000, 0, 1200]
