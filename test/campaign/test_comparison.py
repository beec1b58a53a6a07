from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest

from csk_ros.campaign import command
from csk_ros.campaign.comparison import Tally, compare, table
from csk_ros.campaign.scenario_generator import generate
from csk_ros.campaign.unsteady_clock import UnsteadyClock
from csk_ros.cli import main
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.stream_pipeline import StreamSettings
from support.scenarios import scenario

needs_message_filters = pytest.mark.skipif(
    find_spec("message_filters") is None, reason="needs message_filters, of a ROS 2 installation"
)


@needs_message_filters
def test_two_good_cameras_are_paired_by_both():
    ours, theirs = compare(scenario(seconds=1.0))
    assert ours == theirs == Tally(thermal_frames=20, pairs=20)


@needs_message_filters
def test_only_we_answer_while_rgb_is_gone():
    ours, theirs = compare(scenario({"rgb": "drop", "from": 1.0}, seconds=2.0))
    # One thermal frame after the last rgb frame is within the skew of it.
    assert (ours.thermal_frames, ours.unanswered) == (40, 0)
    assert (theirs.thermal_frames, theirs.unanswered) == (40, 20)
    assert ours.wrong_pairs == theirs.wrong_pairs == 0


@needs_message_filters
def test_only_we_pair_the_second_round_of_a_loop():
    looped = scenario(rgb_rate=40.0, seconds=4.0, stamps=UnsteadyClock.loop(2.0, 4.0))
    ours, theirs = compare(looped)
    assert (ours.pairs, ours.unanswered) == (80, 0)
    # Ten stamps of the first round that found no partner fill their queue, and push those of the second out.
    assert (theirs.pairs, theirs.unanswered) == (50, 30)


@needs_message_filters
def test_a_lost_rgb_frame_costs_them_every_later_pair():
    # With a slop over half a period the queue never catches up again.
    lost = scenario({"rgb": "drop", "from": 1.0, "to": 1.01}, seconds=3.0)
    wide = replace(lost, settings=StreamSettings(pairing=PairingSettings(max_skew=0.06)))
    ours, theirs = compare(wide)
    assert (ours.pairs, ours.wrong_pairs, ours.unanswered) == (60, 0, 0)
    assert (theirs.pairs, theirs.wrong_pairs) == (59, 38)


def test_a_tally_sums_and_is_shown_beside_another():
    total = Tally(1, 2, 3, 4)
    total.add(Tally(10, 20, 30, 40))
    assert total == Tally(11, 22, 33, 44)
    lines = table(total, Tally())
    assert lines[1].split() == ["csk_ros", "11", "22", "33", "44"]
    assert lines[2].split() == ["ApproximateTimeSynchronizer", "0", "0", "0", "0"]


def test_without_message_filters_there_is_nothing_to_compare_with(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "message_filters", None)
    assert main(["campaign", "--compare", "--seeds", "1", "--out", str(tmp_path)]) == 2
    assert "expected message_filters to compare with" in capsys.readouterr().err


def test_the_command_plays_every_script_with_one_clock_and_the_defaults(tmp_path, monkeypatch):
    played = []

    def seen(script):
        played.append(script)
        return Tally(), Tally()

    monkeypatch.setattr(command, "compare", seen)
    assert main(["campaign", "--compare", "--seeds", "20", "--out", str(tmp_path)]) == 0
    drawn = [generate(seed) for seed in range(20)]
    assert any(script.changes for script in drawn)
    assert any(script.rgb.clock_ahead for script in drawn)
    assert [(s.seed, s.faults.faults, s.clock) for s in played] == [
        (s.seed, s.faults.faults, s.clock) for s in drawn
    ]
    assert {(s.settings, s.changes, s.rgb.clock_ahead) for s in played} == {(StreamSettings(), (), 0.0)}


@needs_message_filters
def test_the_command_writes_both(tmp_path, capsys):
    assert main(["campaign", "--compare", "--seeds", "4", "--out", str(tmp_path)]) == 0
    assert '"scripts": 4' in (tmp_path / "comparison.json").read_text()
    assert "wrong pairs" in capsys.readouterr().out
