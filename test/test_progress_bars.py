from __future__ import annotations

from csk_ros import progress_bars
from csk_ros.progress_bars import FILE_REFRESH, counted, refresh_interval


def test_where_there_is_no_terminal_lines_are_few():
    assert refresh_interval() == FILE_REFRESH


def test_counting_changes_nothing(monkeypatch, capsys):
    monkeypatch.setattr(progress_bars, "refresh_interval", lambda: 0.0)
    assert list(counted(iter("abc"), 3, "writing", "letter")) == ["a", "b", "c"]
    assert "writing: 100%" in capsys.readouterr().err
