"""The health of a stream, as a word."""

from __future__ import annotations

from enum import Enum


class Health(str, Enum):
    """What is known of a stream; the value stands in reasons and diagnostics ("rgb dark")."""

    OK = "ok"
    WAITING = "awaited"
    """Nothing has come yet and the timeout has not passed."""
    MISSING = "missing"
    FROZEN = "frozen"
    """The same picture again and again: a stuck driver, or a thermal camera's closed shutter."""
    DARK = "dark"
    GLARE = "glaring"
    FLAT = "flat"
    """No contrast: fogged, covered, or a dead sensor."""

    def __str__(self) -> str:
        return self.value
