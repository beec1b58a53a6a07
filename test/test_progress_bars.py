"""Progress bars are for a terminal: a redirected log has none."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import csk_ros
from csk_ros.progress_bars import NodeBar, counted


@pytest.mark.usefixtures("stderr_is_a_terminal")
def test_counting_changes_nothing(capsys):
    assert list(counted(iter("abc"), 3, "writing", "letter")) == ["a", "b", "c"]
    assert "writing:   0%" in capsys.readouterr().err


def test_without_a_terminal_nothing_is_shown(capsys):
    assert list(counted(iter("abc"), 3, "writing", "letter")) == ["a", "b", "c"]
    with NodeBar(2.0) as bar:
        bar.advance(1.0, "playing", "beside")
    assert capsys.readouterr().err == ""


def tqdm_calls():
    """Every mention of tqdm that makes a bar, as (file, line, keywords)."""
    root = Path(inspect.getfile(csk_ros)).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and any(
                isinstance(part, ast.Name) and part.id == "tqdm" for part in (node.func, *node.args)
            ):
                yield f"{file.relative_to(root)}:{node.lineno}", {each.arg for each in node.keywords}


def test_every_bar_of_the_package_asks_whether_there_is_a_terminal():
    calls = dict(tqdm_calls())
    assert len(calls) >= 10
    assert [place for place, keywords in calls.items() if "disable" not in keywords] == []
