"""What the node warned of, out of its log."""

from __future__ import annotations

import re
from collections import Counter

UNFORMED = ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "RCUTILS_COLORIZED_OUTPUT")
"""Variables that would give the log another form than the one that is read here."""

_WARNING = re.compile(r"\[(WARN|ERROR|FATAL)\] \[[\d.]+\] \[[^]]+\]: (.+)")
_NUMBER = re.compile(r"\d+(\.\d+)?")


def node_warnings(log: str) -> list[str]:
    """One line for each kind of warning and error, in the order in which they first came.

    Those that differ in numbers alone are of one kind: the first of them stands for all.

    Args:
        log: what the node printed, in ROS's own form.
    """
    found = [match.groups() for match in map(_WARNING.match, log.splitlines()) if match]
    kinds = [(level, _NUMBER.sub("0", text)) for level, text in found]
    first = dict(zip(reversed(kinds), reversed(found), strict=True))
    return [
        f"{level}: {text}" + (f" ({count} times)" if count > 1 else "")
        for (level, text), count in ((first[kind], count) for kind, count in Counter(kinds).items())
    ]
