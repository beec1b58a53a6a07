"""Reading an experiment's YAML file, and checking what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

if TYPE_CHECKING:
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


def build(adapter: TypeAdapter[T], members: dict[str, Any], where: str) -> T:
    """Make what an adapter describes of members.

    Args:
        adapter: of a pydantic dataclass.
        members: as YAML holds them.
        where: for messages.

    Raises:
        ValueError: members are missing, unknown or wrong; all of them are named.
    """
    try:
        return adapter.validate_python(members)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg']}, "
            f"got {str(problem['input'])[:60]}"
            for problem in error.errors()
        )
        raise ValueError(f"{where}: {problems}") from error
