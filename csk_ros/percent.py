"""Shares in percent."""

from __future__ import annotations


def percent(share: float, digits: int = 1) -> str:
    """Write a share of 0 to 1 in percent: 100 % and 0 % only where nothing is missing, or nothing is there.

    Examples:
        >>> percent(0.987), percent(0.99996), percent(0.00003), percent(1.0)
        ('98.7%', '>99.9%', '<0.1%', '100.0%')
    """
    text = f"{share:.{digits}%}"
    smallest = 10.0 ** -(digits + 2)
    if share < 1 and text == f"{1:.{digits}%}":
        return f">{1 - smallest:.{digits}%}"
    if share > 0 and text == f"{0:.{digits}%}":
        return f"<{smallest:.{digits}%}"
    return text
