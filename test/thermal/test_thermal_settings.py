"""What may be declared of a thermal camera."""

from __future__ import annotations

import pytest

from csk_ros.thermal.thermal_format import FORMATS
from csk_ros.thermal.thermal_settings import ThermalSettings


def test_temperatures_cannot_be_black_hot():
    with pytest.raises(ValueError, match=r"black_hot with agc8 or counts alone; .* of centikelvin"):
        ThermalSettings(FORMATS["centikelvin"], black_hot=True)


@pytest.mark.parametrize("name", ["agc8", "counts"])
def test_other_numbers_may_be(name):
    assert ThermalSettings(FORMATS[name], black_hot=True).black_hot
