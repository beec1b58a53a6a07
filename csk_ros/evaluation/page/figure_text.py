"""Figures as people read them; a dash where there is nothing to tell."""

from __future__ import annotations

import math

from csk_ros import percent as percents

DASH = "\N{EN DASH}"

_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def share(value: float | None) -> str:
    """A share of 0 to 1, such as an IoU, with three digits."""
    return _shown(value, "{:.3f}")


def percent(value: float | None) -> str:
    """A share of 0 to 1 in percent."""
    if value is None or math.isnan(value):
        return DASH
    return percents.percent(value).replace("%", f"{_NARROW_SPACE}%")


def seconds(value: float | None) -> str:
    """Seconds to the hundredth."""
    return _shown(value, "{:.2f} s")


def rate(value: float | None) -> str:
    """A rate in Hz."""
    return _shown(value, "{:.1f} Hz")


def count(value: int) -> str:
    """A number, its thousands apart."""
    return f"{value:,}".replace(",", _NARROW_SPACE)


def counted(value: int, name: str) -> str:
    """A number of things of which the name stands in the singular."""
    return f"{count(value)} {name}" if value == 1 else f"{count(value)} {name}s"


def _shown(value: float | None, form: str) -> str:
    return DASH if value is None or math.isnan(value) else form.format(value)
