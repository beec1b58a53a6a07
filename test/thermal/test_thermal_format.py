"""Numbers and the temperatures that they stand for, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.thermal.thermal_format import FORMATS, thermal_format

WITH_TEMPERATURES = [known for known in FORMATS.values() if known.scale is not None]


@pytest.mark.parametrize(
    ("name", "number", "celsius"),
    [
        ("centikelvin", 29815, 25.0),
        ("centikelvin", 27315, 0.0),
        ("10mK", 30950, 36.35),
        ("100mK", 2982, 25.05),
        ("optris", 1250, 25.0),
        ("optris", 0, -100.0),
        ("celsius", 29815, 25.0),
        ("celsius32", -12.5, -12.5),
        ("kelvin32", 300.0, 26.85),
    ],
)
def test_a_number_is_the_temperature_that_its_format_says(name, number, celsius):
    assert FORMATS[name].celsius(number) == pytest.approx(celsius, abs=1e-9)


def test_celsius_takes_a_scale_of_ones_own_and_the_others_keep_theirs():
    assert thermal_format("celsius", 0.04, -40.0).celsius(2500) == pytest.approx(60.0)
    assert thermal_format("optris", 0.04, -40.0).celsius(1250) == pytest.approx(25.0)


@pytest.mark.parametrize("name", ["agc8", "counts"])
def test_formats_without_temperatures_say_so(name):
    with pytest.raises(ValueError, match=f"the format {name} hold no temperatures"):
        FORMATS[name].celsius(1)


@given(st.sampled_from(WITH_TEMPERATURES), st.data())
def test_the_larger_the_number_the_warmer(known, data):
    dtype = np.dtype(known.dtypes[0])
    numbers = (
        st.integers(0, 65535) if dtype.kind == "u" else st.floats(-500, 500, width=32, allow_subnormal=False)
    )
    smaller, larger = sorted(data.draw(st.tuples(numbers, numbers)))
    colder, warmer = known.celsius(np.array([smaller, larger], dtype))
    assert colder <= warmer
    assert (colder == warmer) == (np.array(smaller, dtype) == np.array(larger, dtype))
