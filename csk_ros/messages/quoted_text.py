"""Text out of a message, made fit for a log line."""

from __future__ import annotations

_LONGEST = 60


def quoted(text: str) -> str:
    """Text in quotes on one line, escaped where it cannot be printed, and cut where it is long.

    A message's text is anything: line breaks that forge log lines, half a megabyte, half a character.
    """
    cut = "" if len(text) <= _LONGEST else f" and {len(text) - _LONGEST} more characters"
    return f"{text[:_LONGEST]!r}{cut}"
