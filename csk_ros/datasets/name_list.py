"""Lists of the samples of a split, as people and tools write them: names, file names, or pairs of paths."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from csk_ros.datasets.problem import DatasetError, Problem
from csk_ros.recording.picture_folder import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The byte order mark, which some editors put in front of a text."""

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_BETWEEN_PATHS = re.compile(r"[\s,;]+")

_FORM = "NAME, NAME.png, or paths such as images/NAME.png labels/NAME.png"


@dataclass(frozen=True)
class NameList:
    """The names that a file lists, in its order, each once."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Names that are there more than once; no hindrance."""


def read_name_list(file: Path, folders: Sequence[str], known: Collection[str]) -> NameList:
    """Read a list of names, one a line.

    A line is a name, a file's name, or the paths of one sample's files, with blanks, commas or semicolons
    between. Paths may be relative or absolute, with slashes of either kind. Empty lines are passed over, and
    so are comments, which start with `#`.

    Args:
        file: the list, UTF-8 with or without a byte order mark.
        folders: the names of those that the paths may lead to.
        known: names that there are; a line that is one of them is nothing else.

    Raises:
        DatasetError: the file cannot be read, is no text, lists nothing, or a line is none of the above.
    """
    names: dict[str, int] = {}
    wrong = []
    for number, line in enumerate(_text(file).splitlines(), 1):
        entry = line.strip().strip(_MARK).strip()
        if not entry or (entry.startswith("#") and entry not in known):
            continue
        paths = [path for path in _BETWEEN_PATHS.split(entry) if path]
        found = {entry} if entry in known else {_name(path, folders) for path in paths}
        name = found.pop() if found else None
        if found or name is None:
            wrong.append(f"line {number}, {entry!r}")
        else:
            names[name] = names.get(name, 0) + 1
    if wrong:
        raise _unusable(
            f"{file}: expected {_FORM} in each line, got {len(wrong)} others, the first {wrong[0]}"
        )
    if not names:
        raise _unusable(f"{file}: expected names, one a line, found none")
    return NameList(tuple(names), _repeated(file, tuple(name for name, count in names.items() if count > 1)))


def _repeated(file: Path, names: tuple[str, ...]) -> tuple[Problem, ...]:
    if not names:
        return ()
    text = f"{file} lists {len(names)} names more than once, the first being {names[0]!r}; each counts once"
    return (Problem("listed twice", text, names),)


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        if content.startswith(_WIDE) or b"\0" in content:
            raise _unusable(f"{file}: expected a list of names in UTF-8, got UTF-16; save it as UTF-8")
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(f"{file}: expected a list of names, one a line: {error}") from error


def _name(text: str, folders: Sequence[str]) -> str | None:
    """The name of a file by its own name or by its path; None where the path leads to another folder."""
    path = PurePosixPath(text.strip("\"'").replace("\\", "/"))
    if path.parent.name and path.parent.name not in folders:
        return None
    return path.stem if path.suffix.lower() in SUFFIXES else path.name or None


def _unusable(text: str) -> DatasetError:
    return DatasetError([Problem("unusable", text)])
