"""Foxglove's message paths, as far as our layout uses them."""

from __future__ import annotations

import re
from typing import Any

_STEP = re.compile(r"\.(?P<field>\w+)|\[(?P<index>\d+|:)\]|\{(?P<key>\w+)==\"(?P<value>[^\"]*)\"\}")


def topic_of(path: str) -> str:
    """The topic that a path begins with."""
    return path.split(".", 1)[0]


def follow(path: str, message: Any) -> list[Any]:
    """Find the values that a path leads to in a message of its topic; filters may leave none.

    Raises:
        AttributeError: a message has no such field.
        ValueError: the path has a part that is not understood.
    """
    found, rest = [message], path[len(topic_of(path)) :]
    while rest:
        step = _STEP.match(rest)
        if step is None:
            raise ValueError(f"expected a field, an index or a filter at '{rest}' of '{path}'")
        rest = rest[step.end() :]
        if step["field"]:
            found = [getattr(item, step["field"]) for item in found]
        elif step["index"] == ":":
            found = [part for item in found for part in item]
        elif step["index"]:
            found = [item[int(step["index"])] for item in found]
        else:
            found = [item for item in found if getattr(item, step["key"]) == step["value"]]
    return found
