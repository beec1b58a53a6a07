"""One kind of warning does not drown the log, nor hide another kind."""

from __future__ import annotations

from types import SimpleNamespace

from csk_ros.ros import frame_warnings
from csk_ros.ros.frame_warnings import PERIOD, FrameWarnings


class Lines(list):
    def warning(self, text: str) -> None:
        self.append(text)


def node_with(lines: Lines, *, is_up: bool = True) -> SimpleNamespace:
    """As much of a node as warnings take."""
    return SimpleNamespace(get_logger=lambda: lines, context=SimpleNamespace(ok=lambda: is_up))


def test_each_kind_is_logged_once_a_period(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(frame_warnings.time, "monotonic", lambda: now[0])
    lines = Lines()
    warnings = FrameWarnings(node_with(lines))
    warnings.tell("truncated", "first")
    warnings.tell("truncated", "hidden")
    warnings.tell("inference failed", "another kind")
    now[0] += PERIOD
    warnings.tell("truncated", "later")
    assert lines == ["first", "another kind", "later"]


def test_a_node_that_ends_does_not_complain():
    lines = Lines()
    FrameWarnings(node_with(lines, is_up=False)).tell("publish failed", "the context is gone")
    assert lines == []
