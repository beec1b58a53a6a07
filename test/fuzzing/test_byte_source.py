from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.fuzzing.byte_source import ByteSource


@given(st.binary(max_size=12), st.integers(-(2**40), 2**40), st.integers(0, 2**40))
def test_a_number_lies_between_its_ends(data, low, span):
    assert low <= ByteSource(data).number(low, low + span) <= low + span


def test_every_number_can_come():
    assert {ByteSource(bytes([value])).number(-1, 6) for value in range(8)} == set(range(-1, 7))
    assert ByteSource(b"\xff\xff\xff\xff").number(0, 2**32 - 1) == 2**32 - 1


def test_what_is_used_up_gives_the_first_of_everything():
    source = ByteSource(b"")
    assert source.number(3, 900) == 3
    assert source.choice("abc") == "a"
    assert not source.one_in(2)
    assert source.take(5) == source.rest() == b""
    assert source.text() == ""


def test_bytes_come_in_their_order():
    source = ByteSource(b"\x01abcdef")
    assert source.choice("xyz") == "y"
    assert source.take(2) == b"ab"
    assert source.rest() == b"cdef"


def test_text_has_no_half_characters():
    assert ByteSource(b"\x04a\xff\xc3\xa9").text() == "a\ufffdé"
