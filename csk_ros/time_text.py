"""Spans and points of time in words."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_UNITS = ((365.25 * 86_400, "years"), (86_400.0, "days"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"))

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def span_text(seconds: float) -> str:
    """A span of time in its largest unit that it has two of, such as `56.6 years` or `12.0 ms`."""
    for unit, name in _UNITS:
        if abs(seconds) >= 2 * unit:
            return f"{seconds / unit:.1f} {name}"
    return f"{1e3 * seconds:.1f} ms"


def stamp_text(stamp: int) -> str:
    """A stamp in ns with its date in UTC, such as `12.5 s (1970-01-01 00:00:12)`."""
    date = _EPOCH + timedelta(microseconds=stamp // 1_000)
    return f"{stamp / 1e9:.1f} s ({date:%Y-%m-%d %H:%M:%S})"
