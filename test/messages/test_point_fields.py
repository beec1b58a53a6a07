"""Fields of points as numpy dtypes, the same with and without sensor_msgs_py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.messages import point_fields
from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_fields import TYPES, point_dtype


@dataclass
class Field:
    name: str
    offset: int
    datatype: int
    count: int = 1


@pytest.fixture(params=["sensor_msgs_py", "plain"], autouse=True)
def library(request, monkeypatch):
    if request.param == "sensor_msgs_py":
        pytest.importorskip("sensor_msgs_py", reason="sensor_msgs_py is not installed")
    else:
        monkeypatch.setattr(point_fields, "dtype_from_fields", None)


def test_each_datatype_has_its_size_and_kind():
    kinds = {number: dtype.str[1:] for number, dtype in TYPES.items()}
    assert kinds == {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 8: "f8"}


def test_offsets_gaps_and_the_rest_of_a_point_stay():
    dtype = point_dtype([Field("x", 4, 7), Field("ring", 10, 4), Field("t", 16, 8)], 32)
    assert dtype.itemsize == 32
    assert {name: (str(kind), offset) for name, (kind, offset) in dtype.fields.items()} == {
        "x": ("float32", 4),
        "ring": ("uint16", 10),
        "t": ("float64", 16),
    }


def test_a_field_of_several_values_becomes_several():
    dtype = point_dtype([Field("normal", 2, 7, 3)], 16)
    assert {name: offset for name, (_, offset) in dtype.fields.items()} == {
        "normal_0": 2,
        "normal_1": 6,
        "normal_2": 10,
    }


@given(st.lists(st.tuples(st.sampled_from(sorted(TYPES)), st.integers(1, 3)), min_size=1, max_size=5))
def test_values_are_found_where_they_were_put(kinds):
    fields, offset = [], 0
    for number, (datatype, count) in enumerate(kinds):
        fields.append(Field(f"f{number}", offset, datatype, count))
        offset += TYPES[datatype].itemsize * count
    memory = bytes(number % 251 for number in range(offset))
    (point,) = np.frombuffer(memory, point_dtype(fields, offset))
    for field in fields:
        expected = np.frombuffer(memory, TYPES[field.datatype], field.count, field.offset)
        names = [field.name] if field.count == 1 else [f"{field.name}_{n}" for n in range(field.count)]
        assert b"".join(point[name].tobytes() for name in names) == expected.tobytes()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field("x", 0, 9), "'x' has datatype 9, count 1"),
        (Field("x", 0, 0), "'x' has datatype 0, count 1"),
        (Field("x", 0, 7, 0), "'x' has datatype 7, count 0"),
        (Field("", 0, 7), "'' has datatype 7"),
        (Field("x", 13, 7), "within 16 bytes, 'x' ends at byte 17"),
        (Field("x", 8, 7, 3), "within 16 bytes, 'x' ends at byte 20"),
    ],
)
def test_what_is_no_field_is_refused(field, words):
    with pytest.raises(PointCloudError, match=words) as caught:
        point_dtype([field], 16)
    assert caught.value.reason == "fields"


def test_padding_is_left_out_however_often_it_comes_and_whatever_it_says():
    padding = [Field("_", 4, 2, 4), Field("_", 12, 2, 20), Field("_", 0, 9, 0)]
    dtype = point_dtype([Field("x", 0, 7), *padding, Field("y", 8, 7)], 16)
    assert dtype.itemsize == 16
    assert {name: offset for name, (_, offset) in dtype.fields.items()} == {"x": 0, "y": 8}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([Field("x", 0, 7), Field("x", 4, 7)], "several are called 'x'"),
        ([Field("n", 0, 7, 2), Field("n_1", 8, 7)], "several are called 'n_1'"),
        ([Field("x", 0, 7), Field("y", 4, 7), Field("y", 8, 7), Field("x", 12, 7)], "'x', 'y'"),
    ],
)
def test_two_fields_of_one_name_are_refused(fields, words):
    with pytest.raises(PointCloudError, match=f"names of their own, .*{words}"):
        point_dtype(fields, 16)
