from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.messages.quoted_text import quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mono8", "'mono8'"),
        ("", "''"),
        ("wärme", "'wärme'"),
        ("a\n[ERROR] forged\x1b[2J\0", r"'a\n[ERROR] forged\x1b[2J\x00'"),
        ("\ud800", r"'\ud800'"),
        ("x" * 100_000, f"'{'x' * 60}' and 99940 more characters"),
    ],
)
def test_text_is_quoted_escaped_and_cut(text, shown):
    assert quoted(text) == shown


@given(st.text())
def test_any_text_is_one_short_printable_line(text):
    shown = quoted(text)
    assert shown.isprintable()
    assert len(shown) <= 60 * 10 + 40
    shown.encode()
