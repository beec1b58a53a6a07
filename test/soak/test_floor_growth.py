from __future__ import annotations

import pytest

from csk_ros.soak.floor_growth import FloorGrowth


@pytest.mark.parametrize(
    ("held", "first", "last", "grew"),
    [
        # Opened and closed again and again, and by chance never seen open early on.
        ([20, 20, 20, 21, 20, 21, 20, 21], 20, 20, False),
        # One more every now and then.
        ([20, 20, 21, 21, 22, 22, 23, 23], 20, 23, True),
        # One more in the middle, for good.
        ([20, 21, 20, 20, 21, 21, 21, 22], 20, 21, True),
        ([20, 20, 30, 30, 30, 20, 20, 20], 20, 20, False),
        ([20, 20, 20, 20, 19, 19, 19, 19], 20, 19, False),
        ([20], 20, 20, False),
    ],
)
def test_the_last_quarters_minimum_against_the_firsts(held, first, last, grew):
    growth = FloorGrowth.of(held)
    assert (growth.first, growth.last, growth.grew) == (first, last, grew)
