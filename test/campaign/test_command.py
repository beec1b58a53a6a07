from __future__ import annotations

import json

import pytest

from csk_ros.campaign import command
from csk_ros.campaign.campaign import CampaignTotals
from csk_ros.campaign.trial import INVARIANTS, TrialResult, Violation
from csk_ros.cli import main


def test_a_campaign_without_violations_ends_with_0_and_writes_its_figures(tmp_path, capfd):
    assert (
        main(["campaign", "--seeds", "12", "--first-seed", "5", "--out", str(tmp_path / "new" / "out")]) == 0
    )
    report = json.loads((tmp_path / "new" / "out" / command.REPORT).read_text())
    assert report["scenarios"] == 12
    assert report["failed"] == []
    assert sum(report["outputs"].values()) > 100
    assert list(report["invariants"]) == [invariant.__name__ for invariant in INVARIANTS]
    told = capfd.readouterr().out
    assert told.startswith("12 scripts with ")
    assert "A thermal frame yields exactly one output or one drop with a reason." in told


def test_a_violation_is_told_with_its_seed_and_its_script_and_ends_with_1(tmp_path, monkeypatch, capfd):
    def broken(seeds):
        for seed in seeds:
            violations = [Violation("NothingFlaps", 1.25, "it did")] if seed == 3 else []
            yield TrialResult(seed, violations=violations)

    monkeypatch.setattr(command, "run_campaign", broken)
    assert main(["campaign", "--seeds", "5", "--out", str(tmp_path)]) == 1
    told = capfd.readouterr().out
    assert "seed 3 violates:\n  at 1.250 s NothingFlaps: it did" in told
    (failed,) = json.loads((tmp_path / command.REPORT).read_text())["failed"]
    assert failed["seed"] == failed["scenario"]["seed"] == 3
    assert failed["violations"] == [{"invariant": "NothingFlaps", "time": 1.25, "detail": "it did"}]
    assert {"rgb", "thermal", "faults", "clock", "settings"} <= set(failed["scenario"])


def test_figures_are_sums_over_trials():
    totals = CampaignTotals()
    totals.add(TrialResult(1, ["rgb drop"], "steady", 10, 8, {"fused": 3}, 2, 1))
    totals.add(TrialResult(2, ["rgb drop", "thermal hold"], "paused", 5, 4, {"fused": 1, "rgb": 2}, 1, 0))
    figures = totals.figures()
    assert {name: figures[name] for name in ("scenarios", "steps", "frames", "resets", "mode_changes")} == {
        "scenarios": 2,
        "steps": 15,
        "frames": 12,
        "resets": 1,
        "mode_changes": 3,
    }
    assert figures["outputs"] == {"fused": 4, "rgb": 2}
    assert figures["faults"] == {"rgb drop": 2, "thermal hold": 1}
    assert figures["clocks"] == {"paused": 1, "steady": 1}


@pytest.mark.parametrize("options", [["--seeds", "0"], ["--seeds", "3", "--first-seed", "-1"]])
def test_a_wrong_number_of_seeds_is_refused(tmp_path, capsys, options):
    assert main(["campaign", *options, "--out", str(tmp_path)]) == 2
    assert "expected at least one seed and none below 0" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["campaign", "--seeds", "1", "--out", str(tmp_path / "file" / "out")]) == 2
    assert "cannot be written" in capsys.readouterr().err
