from __future__ import annotations

import pytest

from csk_ros.recording.held_recording import HeldRecording
from support.small_recording import small_recording


def test_it_is_its_pictures_again_and_again():
    pictures = small_recording(5, period=0.1).pictures
    recording = HeldRecording(pictures)
    assert list(recording) == list(recording) == pictures
    assert recording.duration == pytest.approx(0.4)
    assert recording.counts == {"rgb": 5, "thermal": 5}


def test_nothing_is_no_recording():
    with pytest.raises(ValueError, match="one picture at least"):
        HeldRecording([])
