"""One kind of warning does not drown the log, nor hide another kind."""

from __future__ import annotations

from csk_ros.ros import frame_warnings
from csk_ros.ros.frame_warnings import PERIOD, FrameWarnings


class Lines(list):
    def warning(self, text: str) -> None:
        self.append(text)


def test_each_kind_is_logged_once_a_period(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(frame_warnings.time, "monotonic", lambda: now[0])
    lines = Lines()
    warnings = FrameWarnings(lines)
    warnings.tell("truncated", "first")
    warnings.tell("truncated", "hidden")
    warnings.tell("inference failed", "another kind")
    now[0] += PERIOD
    warnings.tell("truncated", "later")
    assert lines == ["first", "another kind", "later"]
