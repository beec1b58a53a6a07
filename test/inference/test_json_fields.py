"""JSON from strangers: every reader returns its type or names what is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.inference.json_fields import JsonFields, parse_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
READERS = {
    "text": (lambda f: f.text("x"), str),
    "number": (lambda f: f.number("x"), float),
    "numbers": (lambda f: f.numbers("x", 3), tuple),
    "whole_numbers": (lambda f: f.whole_numbers("x", 2, 1, 9), tuple),
    "texts": (lambda f: f.texts("x"), tuple),
    "colours": (lambda f: f.colours("x"), tuple),
    "mapping": (lambda f: f.mapping("x"), dict),
}


def test_readers_return_what_is_there():
    value = {"t": "a", "n": 2, "v": [1, 2.5], "w": [3, 4], "s": ["a", "b"], "c": [[0, 1, 255]], "m": {"k": 1}}
    fields = JsonFields(value, tuple(value))
    assert fields.text("t") == "a"
    assert fields.number("n") == 2.0
    assert fields.numbers("v", 2) == (1.0, 2.5)
    assert fields.whole_numbers("w", 2, 0, 5) == (3, 4)
    assert fields.texts("s") == ("a", "b")
    assert fields.colours("c") == ((0, 1, 255),)
    assert fields.mapping("m") == {"k": 1}
    assert fields.child("m", ("k",)).number("k") == 1.0


@pytest.mark.parametrize("reader", READERS)
@given(value=JSON)
def test_any_json_gives_the_type_or_a_value_error_that_names_the_member(reader: str, value: object):
    read, wanted = READERS[reader]
    fields = JsonFields({"x": value}, ("x",), "top")
    try:
        result, message = read(fields), ""
    except ValueError as error:
        result, message = None, str(error)
    assert isinstance(result, wanted) or message.startswith("top.x is ")
    assert len(message) < 250


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (READERS["text"][0], ""),
        (READERS["text"][0], "two\nlines"),
        (READERS["number"][0], True),
        (READERS["number"][0], 10**400),
        (READERS["numbers"][0], [1, 2]),
        (READERS["whole_numbers"][0], [1, 2.0]),
        (READERS["whole_numbers"][0], [1, 10]),
        (READERS["texts"][0], ["a", 1]),
        (READERS["colours"][0], [[0, 0, 256]]),
        (READERS["colours"][0], [[0, 0]]),
        (READERS["mapping"][0], []),
    ],
)
def test_near_misses_are_refused(read, value):
    with pytest.raises(ValueError, match=r"x is .*, wanted is "):
        read(JsonFields({"x": value}, ("x",)))


def test_missing_and_unknown_members_are_named():
    with pytest.raises(
        ValueError, match=r"top lacks the members \['a'\] and has the unknown members \['b'\]"
    ):
        JsonFields({"b": 1}, ("a",), "top")
    with pytest.raises(ValueError, match=r"the metadata is \[\], wanted is an object"):
        JsonFields([], ("a",))


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "[" * 100_000, "9" * 5000])
def test_what_is_no_json_is_a_value_error(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message, or ours
        parse_json(text)


@given(value=JSON)
def test_json_is_parsed(value: object):
    assert parse_json(json.dumps(value)) == value
