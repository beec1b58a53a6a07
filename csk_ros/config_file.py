"""Reading an experiment's YAML file, and checking what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T = TypeVar("T")

STRICT = ConfigDict(extra="forbid")
"""How the parts of a file are checked: a key that is not known is an error."""


def read_members(path: Path) -> dict[str, Any]:
    """Read the members of a YAML file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not YAML, or holds no members.
    """
    try:
        members = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: expected YAML: {error}") from error
    if not isinstance(members, dict):
        raise ValueError(  # noqa: TRY004 - the file is wrong, not the call
            f"{path}: expected members and their values, got {str(members)[:60]}"
        )
    return members


def build(
    adapter: TypeAdapter[T], members: dict[str, Any], where: str, options: Mapping[str, str] | None = None
) -> T:
    """Make what an adapter describes of members.

    Args:
        adapter: of a pydantic dataclass.
        members: as YAML holds them.
        where: for messages: what the members are of.
        options: for messages: the option that gave a member, by the member's place, as `schedule.steps`.

    Raises:
        ValueError: members are missing, unknown or wrong; all of them are named.
    """
    try:
        return adapter.validate_python(members)
    except ValidationError as error:
        problems: dict[str, list[str]] = {}
        for problem in error.errors():
            place = [str(part) for part in problem["loc"]]
            problems.setdefault(_source(place, where, options or {}), []).append(
                f"{'.'.join(place) or 'the file'}: {problem['msg']}, got {str(problem['input'])[:60]}"
            )
        texts = [f"{source}: {'; '.join(texts)}" for source, texts in problems.items()]
        raise ValueError("; ".join(texts)) from error


def _source(place: list[str], where: str, options: Mapping[str, str]) -> str:
    """Say who gave the member at a place: an option, a file, or a file together with options."""
    beside = []
    for name, option in options.items():
        parts = name.split(".")
        # Pydantic puts the kinds of alternatives between, as in pairs.0.paired.share.
        left = iter(place)
        if all(part in left for part in parts):
            return option
        if parts[: len(place)] == place:
            beside.append(option)
    return f"{where} with {' and '.join(beside)}" if beside else where
