from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from csk_ros.recording.fitted_recording import FittedRecording
from csk_ros.recording.held_recording import HeldRecording
from csk_ros.recording.recording import RecordingError
from support.small_recording import small_recording


def test_a_longer_recording_is_cut():
    recording = small_recording(20, period=0.1, labels=True)
    fitted = FittedRecording(recording, 0.5)
    pictures = list(fitted)
    assert [(p.stream, p.time, p.stamp) for p in pictures] == [
        (p.stream, p.time, p.stamp) for p in recording.pictures[:15]
    ]
    assert all(a.image is b.image for a, b in zip(pictures, recording.pictures, strict=False))
    assert fitted.duration == 0.5


def test_a_shorter_one_begins_anew_one_period_after_its_last_picture():
    recording = small_recording(3, period=0.1)
    pictures = list(FittedRecording(recording, 0.75))
    first = recording.pictures[0]
    assert [(p.time - first.time) / 1e9 for p in pictures if p.stream == "rgb"] == pytest.approx(
        [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    )
    # Stamps keep their distance to the times.
    assert {p.time - p.stamp for p in pictures} == {first.time - first.stamp}
    for number, picture in enumerate(pictures):
        np.testing.assert_array_equal(picture.image, recording.pictures[number % 6].image)


def test_it_can_be_gone_through_again():
    fitted = FittedRecording(small_recording(3, period=0.1), 0.5)
    once, again = list(fitted), list(fitted)
    assert [p.stamp for p in once] == [p.stamp for p in again]


def test_counts_follow_the_rates():
    recording = small_recording(11, period=0.1)
    recording.pictures = [p for n, p in enumerate(recording.pictures) if p.stream == "rgb" or n % 4 == 1]
    assert FittedRecording(recording, 2.0).counts == {"rgb": 22, "thermal": 12}


@pytest.mark.parametrize("counts", [{}, {"rgb": 1, "thermal": 1}])
def test_fewer_than_two_pictures_are_refused(counts):
    with pytest.raises(RecordingError, match="two pictures"):
        FittedRecording(SimpleNamespace(counts=counts, duration=1.0), 1.0)


def test_pictures_of_one_time_are_refused():
    (picture, _) = small_recording(1).pictures
    with pytest.raises(RecordingError, match="different times"):
        FittedRecording(HeldRecording([picture, picture]), 1.0)


def test_pictures_of_one_time_are_refused_in_a_longer_recording(monkeypatch):
    monkeypatch.setattr(HeldRecording, "duration", 5.0)
    (picture, _) = small_recording(1).pictures
    with pytest.raises(RecordingError, match="different times"):
        list(FittedRecording(HeldRecording([picture, picture]), 1.0))


def test_a_length_of_nothing_is_refused():
    with pytest.raises(ValueError, match="more than 0 seconds"):
        FittedRecording(small_recording(3), 0.0)
