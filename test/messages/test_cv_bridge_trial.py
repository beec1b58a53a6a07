"""What keeps a cv_bridge from working is found out in another process, which it may crash."""

from __future__ import annotations

import pytest

from csk_ros.messages.cv_bridge_trial import why_cv_bridge_fails
from support.cv_bridge_stand_ins import CONVERTS, WORKS, stand_in


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("raise AttributeError('_ARRAY_API not found')", "_ARRAY_API"),
        ("raise ImportError('libopencv_core.so.4.5d')", "libopencv_core"),
        ("import missing_module_of_cv_bridge", "missing_module_of_cv_bridge"),
        (CONVERTS.format("return message.data"), "into rgb8 [[[1, 2, 3]]]"),
        (CONVERTS.format("raise SystemError('no message')"), "SystemError: no message"),
        ("import os, signal\n" + CONVERTS.format("os.kill(os.getpid(), signal.SIGSEGV)"), "ends in SIGSEGV"),
        ("raise SystemExit(3)", "exit code 3"),
    ],
)
def test_a_broken_one_is_complained_of(tmp_path, monkeypatch, code, complaint):
    stand_in(code, tmp_path, monkeypatch)
    assert complaint in (why_cv_bridge_fails() or "")


def test_one_that_converts_has_no_complaint(tmp_path, monkeypatch):
    stand_in(WORKS, tmp_path, monkeypatch)
    assert why_cv_bridge_fails() is None
