from __future__ import annotations

from pathlib import Path

import pytest

from csk_ros.evaluation.offline.sweep import Case, bags_in, cases, parse_sweeps
from csk_ros.parameters.given_value import ParametersError


def test_values_get_the_types_of_their_parameters():
    texts = ["rgb.max_skew=0.02, 1", "fallback.bad_frames=1,3", "fallback.allow_rgb=true,false"]
    assert parse_sweeps(texts) == {
        "rgb.max_skew": [0.02, 1.0],
        "fallback.bad_frames": [1, 3],
        "fallback.allow_rgb": [True, False],
    }


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        (["rgb.max_skew"], "expected NAME=VALUE,VALUE,..., got 'rgb.max_skew'"),
        (["rgb.max_skew="], "expected NAME=VALUE"),
        (["rgb.max_skew=0.1", "rgb.max_skew=0.2"], "rgb.max_skew is swept twice"),
        (["rgb.skew=0.1"], "there is no parameter 'rgb.skew'"),
        (["rgb.max_skew=0.1,11"], r"rgb.max_skew: expected 0 .. 10, got 11"),
        (["fallback.bad_frames=1.5"], "expected a value of type integer, got 1.5"),
    ],
)
def test_wrong_sweeps_say_what_is_wrong(texts, error):
    with pytest.raises(ParametersError, match=error):
        parse_sweeps(texts)


def test_every_recording_meets_every_combination_in_order():
    found = list(cases([Path("a"), Path("b")], {"x": [1, 2], "y": [True]}))
    assert found == [
        Case(Path("a"), {"x": 1, "y": True}),
        Case(Path("a"), {"x": 2, "y": True}),
        Case(Path("b"), {"x": 1, "y": True}),
        Case(Path("b"), {"x": 2, "y": True}),
    ]
    assert list(cases([Path("a")], {})) == [Case(Path("a"), {})]


def test_a_case_is_told_from_the_others_by_its_name():
    assert Case(Path("bags/a"), {"x": 0.5, "y": True}).name == "a x=0.5 y=True"
    assert Case(Path("bags/a"), {}).name == "a"


def test_a_folder_stands_for_the_bags_in_it(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "metadata.yaml").touch()
    (tmp_path / "c.mcap").touch()
    (tmp_path / "notes.txt").touch()
    assert bags_in(tmp_path) == [tmp_path / "a", tmp_path / "b", tmp_path / "c.mcap"]
    assert bags_in(tmp_path / "a") == [tmp_path / "a"]
    assert bags_in(tmp_path / "c.mcap") == [tmp_path / "c.mcap"]
    assert bags_in(tmp_path / "no such") == [tmp_path / "no such"]
    (tmp_path / "empty").mkdir()
    assert bags_in(tmp_path / "empty") == [tmp_path / "empty"]
