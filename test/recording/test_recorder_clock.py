"""Times of an unset clock are told from those of a set one, and gaps are told of."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.recording.recorder_clock import examine

NOW = 1_700_000_000_000_000_000
SECOND = 10**9


def times(*seconds):
    return np.array([round(each * SECOND) for each in seconds], np.int64)


@pytest.mark.parametrize("start", [0, 77, 10**6, NOW // SECOND])
def test_a_steady_recording_is_left_as_it_is(start):
    assert examine(times(start, start + 1, start + 2)) == (start * SECOND, (start + 2) * SECOND, [])


def test_images_from_before_the_clock_was_set_are_left_out_with_their_number():
    found = examine(np.concatenate([times(0, 0, 3.25), NOW + times(0, 1)]))
    assert (found.earliest, found.latest) == (NOW, NOW + SECOND)
    (warning,) = found.warnings
    assert warning == (
        "3 of 5 images were recorded at 0 to 3.25 s, the others from 1700000000 s on: the recorder's clock "
        "was not set. They are left out"
    )


def test_a_time_far_in_the_future_is_left_out_too():
    found = examine(np.append(NOW + times(0, 1), 2**63 - 1))
    assert (found.earliest, found.latest) == (NOW, NOW + SECOND)
    assert found.warnings[0].startswith("1 of 3 images were recorded at 9223372036.855 s, the others from 17")


def test_a_long_gap_is_told_of_and_kept():
    found = examine(NOW + times(0, 1, 3601, 3602))
    assert (found.earliest, found.latest) == (NOW, NOW + 3602 * SECOND)
    assert found.warnings == [
        "3600 s without an image, after 1700000001 s: what plays the recording waits as long"
    ]


def test_a_single_image_has_no_gaps():
    assert examine(times(5)) == (5 * SECOND, 5 * SECOND, [])
