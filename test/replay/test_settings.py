from __future__ import annotations

import math

import pytest

from csk_ros.replay.settings import ReplaySettings


@pytest.mark.parametrize(
    ("choice", "complaint"),
    [
        ({"speed": 0}, "speed: expected more than 0 and at most 1000, got 0"),
        ({"speed": -1.0}, "speed"),
        ({"speed": math.nan}, "speed"),
        ({"clock_rate": -1}, "clock_rate: expected 0 to 1000 messages a second, got -1"),
        ({"clock_rate": math.inf}, "clock_rate"),
        ({"subscriber_timeout": -0.1}, "subscriber_timeout: expected a number of seconds from 0 up"),
        ({"subscriber_timeout": math.inf}, "subscriber_timeout"),
        ({"subscribers": 0}, "subscribers: expected 1 or more, got 0"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_by_name(choice, complaint):
    with pytest.raises(ValueError, match=complaint):
        ReplaySettings(**choice)
