"""Label sets by name, or from a YAML file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from csk_ros.label_sets import LABEL_SETS
from csk_ros.labels import LabelSet

_FORM = "`name: farm` and `classes: {background: [0, 0, 0], tractor: [40, 130, 255]}`"


def load_label_set(name_or_path: str | Path, folder: Path = Path()) -> LabelSet:
    """Give the label set of a name, or read one from a YAML file.

    A file holds `name` and `classes`: for each class its colour as red, green, blue of 0..255, in the
    order of the ids, from 0:

        name: farm
        classes:
          background: [0, 0, 0]
          tractor: [40, 130, 255]

    Args:
        name_or_path: one of `LABEL_SETS`, or a file.
        folder: where a relative path starts.

    Raises:
        ValueError: neither a known name nor a file, or a file that describes no label set.
        OSError: the file cannot be read.
    """
    known = LABEL_SETS.get(str(name_or_path))
    if known is not None:
        return known
    path = folder / name_or_path
    if not path.is_file():
        raise ValueError(
            f"'{name_or_path}' is no label set: expected one of {', '.join(LABEL_SETS)} or a YAML file, "
            f"and there is no file {path}"
        )
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def _parse(text: str) -> LabelSet:
    content = yaml.safe_load(text)
    if not isinstance(content, dict) or set(content) != {"name", "classes"}:
        found = ", ".join(map(str, content)) if isinstance(content, dict) else repr(content)
        raise ValueError(f"expected {_FORM}, got {found}")
    name, classes = content["name"], content["classes"]
    if not isinstance(name, str) or not name:
        raise ValueError(f"name: expected text, got {name!r}")
    if name in LABEL_SETS:
        raise ValueError(f"name: '{name}' is the name of a known label set; choose another one")
    if not isinstance(classes, dict) or not classes:
        raise ValueError(f"classes: expected {_FORM}, got {classes!r}")
    _refuse_repeated(text)
    return LabelSet(name, tuple(map(_class, classes)), tuple(_colour(*item) for item in classes.items()))


def _refuse_repeated(text: str) -> None:
    """Refuse a class that is there twice: the parser would drop one, and all ids after it would shift."""
    members = dict(_members(yaml.compose(text)))
    names = [key for key, _ in _members(members["classes"])]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"classes: {', '.join(repeated)} is there twice; a class has one id")


def _members(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _class(name: Any) -> str:
    if not isinstance(name, str) or not name:
        raise ValueError(
            f"classes: expected names, got {name!r}; put quotes around it if it is meant as text"
        )
    return name


def _colour(name: Any, colour: Any) -> tuple[int, int, int]:
    if not isinstance(colour, list) or len(colour) != 3 or not all(type(part) is int for part in colour):
        raise ValueError(f"classes.{name}: expected a colour as red, green, blue of 0..255, got {colour!r}")
    red, green, blue = colour
    return red, green, blue
