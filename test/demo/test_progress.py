from __future__ import annotations

import re
from functools import partial

import pytest
from tqdm import tqdm

from csk_ros import progress_bars
from csk_ros.demo.progress import ProgressBar
from support.demo_record import RecordMaker


@pytest.fixture
def always_shown(monkeypatch):
    monkeypatch.setattr(progress_bars, "tqdm", partial(tqdm, mininterval=0.0))


@pytest.mark.usefixtures("stderr_is_a_terminal", "always_shown")
def test_the_bar_shows_position_and_mode(capsys):
    maker = RecordMaker().inputs("thermal", [0.0])
    with ProgressBar(24.0) as bar:
        bar.show(maker.record, 0.5)
        maker.output(0.0, 0.1, "thermal", "rgb dark")
        bar.show(maker.record, 6.0)
        # The last picture may lie a little behind the end.
        bar.show(maker.record, 24.1)
    lines = re.split(r"[\r\n]+", capsys.readouterr().err.strip())
    assert lines[0].startswith("waiting for the node   0%")
    assert "playing" in lines[1]
    assert "0.5/24.0 s" in lines[1]
    assert "25%" in lines[2]
    assert lines[2].endswith("6.0/24.0 s, thermal: rgb dark")
    assert "24.0/24.0 s" in lines[3]
