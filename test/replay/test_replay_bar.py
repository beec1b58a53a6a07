"""What the bar of a replay says, by what the replay is at."""

from __future__ import annotations

import re

import pytest
from tqdm.utils import DisableOnWriteError

from csk_ros.replay import replay_bar
from csk_ros.replay.progress import Progress
from csk_ros.replay.replay_bar import ReplayBar

pytestmark = pytest.mark.usefixtures("stderr_is_a_terminal")

LONELY = Progress(published={"rgb": 0, "thermal": 0}, lonely=("/rgb/image_raw", "/thermal/image_raw"))


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(replay_bar, "PATIENCE", 0.0)


def lines(text):
    return [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("subscribers", "wanted"), [(1, "a subscriber"), (2, "2 subscribers")])
def test_it_says_once_which_topics_it_waits_for(capsys, subscribers, wanted):
    with ReplayBar(2.0, subscribers, quiet=False) as bar:
        for _ in range(3):
            bar.show(LONELY)
    printed = lines(capsys.readouterr().err)
    told = f"waiting for {wanted} of /rgb/image_raw and of /thermal/image_raw"
    assert printed.count(told) == 1


def test_who_comes_soon_is_not_named(capsys):
    with ReplayBar(2.0, 1, quiet=False) as bar:
        bar.show(LONELY)
    assert "image_raw" not in capsys.readouterr().err


@pytest.mark.usefixtures("impatient")
def test_quiet_is_quiet(capsys):
    with ReplayBar(2.0, 1, quiet=True) as bar:
        bar.show(LONELY)
        bar.show(Progress(passes=1, position=2.0, published={"rgb": 20}))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("position", [0.55, 0.65])
def test_the_end_is_the_whole(capsys, position):
    with ReplayBar(0.55, 1, quiet=False) as bar:
        bar.show(Progress(passes=1, position=position, published={"rgb": 6}, failed=2))
    last = lines(capsys.readouterr().err)[-1]
    assert last.startswith("100%")
    assert last.endswith("rgb 6, not sent 2")


def test_the_recordings_ground_truth_is_not_called_the_nodes_labels(capsys):
    with ReplayBar(2.0, 1, quiet=False) as bar:
        bar.show(Progress(passes=1, position=1.0, published={"thermal": 10, "labels": 9}))
    assert lines(capsys.readouterr().err)[-1].endswith("thermal 10, ground truth 9")


def test_a_loop_begins_anew(capsys):
    with ReplayBar(2.0, 1, quiet=False) as bar:
        bar.show(Progress(passes=1, position=2.0))
        bar.show(Progress(passes=2, position=0.5))
    assert lines(capsys.readouterr().err)[-1].startswith("25%")


def test_without_a_terminal_only_what_is_waited_for_is_said(capsys, monkeypatch, impatient):  # noqa: ARG001
    monkeypatch.setattr(DisableOnWriteError, "isatty", lambda _: False, raising=False)
    with ReplayBar(2.0, 1, quiet=False) as bar:
        bar.show(LONELY)
        bar.show(Progress(passes=1, position=1.0, published={"rgb": 10}))
        bar.show(Progress(passes=2, position=0.5, published={"rgb": 15}))
    told = "waiting for a subscriber of /rgb/image_raw and of /thermal/image_raw"
    assert lines(capsys.readouterr().err) == [told]
