"""Files that are written whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csk_ros.file_replacement import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_by_the_one_written(tmp_path: Path):
    path = tmp_path / "state"
    path.write_text("old", encoding="utf-8")
    replace_file(path, lambda unfinished: unfinished.write_text("new", encoding="utf-8"))
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_half_way_leaves_the_file_before(tmp_path: Path):
    path = tmp_path / "state"
    path.write_text("old", encoding="utf-8")

    def fail(unfinished: Path) -> None:
        unfinished.write_text("ne", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        replace_file(path, fail)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
